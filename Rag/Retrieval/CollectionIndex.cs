using LocalAi.Rag.Retrieval.Lexical;
using LocalAi.Rag.Retrieval.Vectors;

namespace LocalAi.Rag.Retrieval;

/// <summary>
/// Both arms of one collection. Thread-safe: questions read beside each other, a change is seen completely or not at all, and a deleted
/// chunk is not found by any question that begins after the call returns.
/// </summary>
internal sealed class CollectionIndex : IDisposable
{
    private static long _created;

    /// <summary>Chunks that are made visible under one lock while loading; questions get their turn in between.</summary>
    private const int Batch = 64;

    /// <summary>Chunks analysed ahead of the lock, some 20 KB each.</summary>
    private const int MaxAnalyzed = 512;

    private readonly RetrievalOptions _options;
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly SlotTable _slots = new();
    private readonly AnalyzedChunkPool _analyzed = new();
    private VectorSegment? _vectors;
    private long _version;
    private bool _disposed;

    public CollectionIndex(RetrievalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Lexical = new LexicalIndex(_slots);
        Order = Interlocked.Increment(ref _created);
    }

    /// <summary>Chunks in the index.</summary>
    public int Count => Read(() => _slots.Count);

    /// <summary>Chunks that have a vector.</summary>
    public int VectorCount => Read(() => _vectors?.Count ?? 0);

    /// <summary>Length of the vectors; null while there are none.</summary>
    public int? Dimension => Read(() => _vectors?.Dimension);

    /// <summary>Native memory of the vectors in bytes.</summary>
    public long VectorBytes => Read(() => _vectors?.Bytes ?? 0);

    /// <summary>Counts the chunks that came and went.</summary>
    public long Version => Read(() => _version);

    /// <summary>The version that the last image of this index is of; negative while there is none.</summary>
    public long ImageVersion { get; set; } = -1;

    /// <summary>Questions to several collections take their locks in this order; any other could deadlock with waiting writers.</summary>
    internal long Order { get; }

    internal ReaderWriterLockSlim Lock => _lock;

    internal SlotTable Slots => _slots;

    internal LexicalIndex Lexical { get; }

    internal VectorSegment? Vectors => _vectors;

    internal bool IsDisposed => _disposed;

    public bool Contains(long chunkId) => Read(() => _slots.TryGetSlot(chunkId, out _));

    /// <summary>The stamp a chunk came with; null when it is not there.</summary>
    public ulong? StampOf(long chunkId) => Read<ulong?>(() => _slots.TryGetSlot(chunkId, out var slot) ? _slots.Stamp(slot) : null);

    /// <summary>All chunk ids, for comparing with Postgres.</summary>
    public long[] ChunkIds() => Read<long[]>(() => [.. _slots.ChunkIds]);

    /// <summary>Chunk ids that have no vector yet.</summary>
    public long[] ChunkIdsWithoutVector() => Read<long[]>(() =>
        [.. _slots.ChunkIds.Where(id => _vectors is null || !_slots.TryGetSlot(id, out var slot) || _vectors.Vector(slot).IsEmpty)]);

    /// <summary>Adds chunks, in place of those with the same ids. For loading: a question in between sees a part of them.</summary>
    public void Add(IReadOnlyList<ChunkEntry> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        for (var start = 0; start < chunks.Count; start += Batch)
        {
            var end = Math.Min(chunks.Count, start + Batch);
            Write(chunks, start, end, []);
        }
    }

    /// <summary>Puts a document's chunks in place of those it had, in one step.</summary>
    public void Replace(long documentId, IReadOnlyList<ChunkEntry> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        if (chunks.Any(chunk => chunk.DocumentId != documentId))
            throw new ArgumentException($"Every chunk must belong to document {documentId}.", nameof(chunks));
        Write(chunks, 0, chunks.Count, [documentId]);
    }

    /// <summary>Sets vectors of chunks that are there; ids that are gone are passed over.</summary>
    /// <exception cref="DimensionMismatchException">A vector has another length than the collection's; nothing is changed.</exception>
    public void SetVectors(IReadOnlyList<ChunkVector> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        for (var start = 0; start < vectors.Count; start += Batch)
        {
            EnterWrite();
            try
            {
                if (start == 0) CheckDimensions(vectors.Select(vector => vector.Vector.Length));
                for (var i = start; i < Math.Min(vectors.Count, start + Batch); i++)
                {
                    if (_slots.TryGetSlot(vectors[i].ChunkId, out var slot)) SetVector(slot, vectors[i].Vector.Span);
                }
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }
    }

    /// <summary>Drops all vectors, before those of another model come.</summary>
    public void ClearVectors()
    {
        EnterWrite();
        try
        {
            _vectors?.Dispose();
            _vectors = null;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <returns>How many were there.</returns>
    public int Remove(IReadOnlyCollection<long> chunkIds)
    {
        ArgumentNullException.ThrowIfNull(chunkIds);
        EnterWrite();
        try
        {
            var removed = 0;
            foreach (var id in chunkIds)
            {
                if (!_slots.TryGetSlot(id, out var slot)) continue;
                RemoveSlot(slot);
                removed++;
            }
            return removed;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <returns>How many chunks it had.</returns>
    public int RemoveDocument(long documentId)
    {
        EnterWrite();
        try
        {
            return RemoveDocumentSlots(documentId);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        _lock.EnterWriteLock();
        try
        {
            _disposed = true;
            _vectors?.Dispose();
            _vectors = null;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
        // The lock object stays usable: a question that waits for it must find an empty index, not a disposed lock.
    }

    private void Write(IReadOnlyList<ChunkEntry> chunks, int start, int end, ReadOnlySpan<long> replaced)
    {
        // Texts are analysed before the lock is taken. Of a giant document only the first part: its terms would fill the memory.
        var analyzed = _analyzed.Rent(Math.Min(end - start, MaxAnalyzed));
        try
        {
            for (var i = 0; i < analyzed.Length; i++) analyzed[i].Analyze(chunks[start + i], _options);
            EnterWrite();
            try
            {
                CheckDimensions(chunks.Skip(start).Take(end - start).Where(chunk => chunk.Vector is not null).Select(chunk => chunk.Vector!.Length));
                foreach (var documentId in replaced) RemoveDocumentSlots(documentId);
                for (var i = start; i < end; i++)
                {
                    var isReady = i - start < analyzed.Length;
                    var scratch = analyzed[isReady ? i - start : 0];
                    if (!isReady) scratch.Analyze(chunks[i], _options);
                    AddSlot(chunks[i], scratch);
                }
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }
        finally
        {
            _analyzed.Return(analyzed);
        }
    }

    private void AddSlot(ChunkEntry chunk, AnalyzedChunk analyzed)
    {
        if (_slots.TryGetSlot(chunk.Id, out var old)) RemoveSlot(old);
        var slot = _slots.Add(chunk.Id, chunk.DocumentId, chunk.Stamp);
        _version++;
        Lexical.Add(slot, analyzed);
        if (chunk.Vector is not null) SetVector(slot, chunk.Vector);
    }

    private void SetVector(int slot, ReadOnlySpan<float> vector)
    {
        _vectors ??= new VectorSegment(vector.Length);
        _vectors.Set(slot, vector);
    }

    private void RemoveSlot(int slot)
    {
        _version++;
        _slots.Remove(slot);
        Lexical.Remove(slot);
        _vectors?.Remove(slot);
    }

    private int RemoveDocumentSlots(long documentId)
    {
        var slots = _slots.SlotsOf(documentId).ToArray();
        foreach (var slot in slots) RemoveSlot(slot);
        return slots.Length;
    }

    private void CheckDimensions(IEnumerable<int> lengths)
    {
        var expected = _vectors?.Dimension;
        foreach (var length in lengths)
        {
            expected ??= length;
            if (length != expected || length == 0) throw new DimensionMismatchException(expected.Value, length);
        }
    }

    private void EnterWrite()
    {
        _lock.EnterWriteLock();
        if (!_disposed) return;
        _lock.ExitWriteLock();
        throw new ObjectDisposedException(nameof(CollectionIndex), "The collection was deleted.");
    }

    /// <summary>Reads when the index is still of <paramref name="version"/>.</summary>
    internal bool TryRead(long version, Action read) => Read(() =>
    {
        if (_disposed || _version != version) return false;
        read();
        return true;
    });

    private T Read<T>(Func<T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }
}
