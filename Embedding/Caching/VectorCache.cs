namespace LocalAi.Embedding.Caching;

/// <summary>This process first, then Redis; what Redis knows is kept here too.</summary>
internal sealed class VectorCache(MemoryVectorCache memory, RedisVectorCache redis)
{
    public async ValueTask<EmbeddedText?[]> GetAsync(VectorKey[] keys, int dimension, CancellationToken cancellationToken)
    {
        var found = new EmbeddedText?[keys.Length];
        memory.Get(keys, found);
        var missing = Enumerable.Range(0, keys.Length).Where(i => found[i] is null).ToArray();
        if (missing.Length == 0) return found;
        var shared = await redis.GetAsync([.. missing.Select(i => keys[i])], dimension, cancellationToken);
        for (var i = 0; i < missing.Length; i++)
        {
            if (shared[i] is not { } text) continue;
            found[missing[i]] = text;
            memory.Set(keys[missing[i]], text);
        }
        return found;
    }

    public void Set(VectorKey key, EmbeddedText text)
    {
        memory.Set(key, text);
        redis.Set(key, text);
    }
}
