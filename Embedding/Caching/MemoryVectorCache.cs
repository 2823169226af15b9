namespace LocalAi.Embedding.Caching;

/// <summary>Least recently used vectors in this process, bounded by bytes.</summary>
internal sealed class MemoryVectorCache(EmbeddingOptions options)
{
    /// <summary>Key, nodes and object headers of an entry, measured.</summary>
    private const int EntryOverhead = 250;

    private readonly long _limit = (long)options.CacheMegabytes << 20;
    private readonly Dictionary<VectorKey, LinkedListNode<(VectorKey Key, EmbeddedText Text)>> _nodes = [];
    private readonly LinkedList<(VectorKey Key, EmbeddedText Text)> _byUse = [];
    private readonly Lock _gate = new();

    public long Bytes { get; private set; }

    /// <summary>Fills what is known into <paramref name="found"/>.</summary>
    public void Get(ReadOnlySpan<VectorKey> keys, Span<EmbeddedText?> found)
    {
        lock (_gate)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (!_nodes.TryGetValue(keys[i], out var node)) continue;
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                found[i] = node.Value.Text;
            }
        }
    }

    public void Set(VectorKey key, EmbeddedText text)
    {
        var size = SizeOf(text);
        if (size > _limit) return;
        lock (_gate)
        {
            if (_nodes.Remove(key, out var old)) Drop(old);
            _nodes[key] = _byUse.AddFirst((key, text));
            Bytes += size;
            while (Bytes > _limit)
            {
                var last = _byUse.Last!;
                _nodes.Remove(last.Value.Key);
                Drop(last);
            }
        }
    }

    private void Drop(LinkedListNode<(VectorKey Key, EmbeddedText Text)> node)
    {
        _byUse.Remove(node);
        Bytes -= SizeOf(node.Value.Text);
    }

    private static long SizeOf(EmbeddedText text) => text.Vector.Length * sizeof(float) + EntryOverhead;
}
