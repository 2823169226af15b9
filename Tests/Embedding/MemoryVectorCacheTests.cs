using LocalAi.Contracts.Embedding;
using LocalAi.Embedding;
using LocalAi.Embedding.Caching;

namespace LocalAi.Tests.Embedding;

public sealed class MemoryVectorCacheTests
{
    [Fact]
    public void Set_OverTheLimit_DropsTheLeastRecentlyUsed()
    {
        var cache = new MemoryVectorCache(new EmbeddingOptions { CacheMegabytes = 1 });
        var keys = Enumerable.Range(0, 2000).Select(i => VectorKey.Of("e", "m", EmbedKind.Passage, $"{i}")).ToArray();
        var found = new EmbeddedText?[1];
        foreach (var key in keys)
        {
            cache.Set(key, new EmbeddedText(new float[384], 1, false));
            // The first one is used all the time.
            cache.Get(keys.AsSpan(0, 1), found);
        }

        found[0].ShouldNotBeNull();
        cache.Bytes.ShouldBeLessThanOrEqualTo(1 << 20);
        var second = new EmbeddedText?[1];
        cache.Get(keys.AsSpan(1, 1), second);
        second[0].ShouldBeNull();
    }

    [Fact]
    public void Key_EngineModelKindAndText_AllCount()
    {
        var keys = new[]
        {
            VectorKey.Of("upstream", "m", EmbedKind.Query, "t"), VectorKey.Of("lexical", "m", EmbedKind.Query, "t"),
            VectorKey.Of("upstream", "n", EmbedKind.Query, "t"), VectorKey.Of("upstream", "m", EmbedKind.Passage, "t"), VectorKey.Of("upstream", "m", EmbedKind.Query, "u"),
        };

        keys.Distinct().Count().ShouldBe(5);
    }
}
