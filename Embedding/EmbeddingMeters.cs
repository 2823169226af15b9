using System.Diagnostics.Metrics;

namespace LocalAi.Embedding;

/// <summary>Meter <c>LocalAi.Embedding</c>.</summary>
internal sealed class EmbeddingMeters : IDisposable
{
    private readonly Meter _meter = new("LocalAi.Embedding");

    public EmbeddingMeters()
    {
        Texts = _meter.CreateCounter<long>("localai.embedding.texts", "{text}", "Texts asked for.");
        CacheHits = _meter.CreateCounter<long>("localai.embedding.cache_hits", "{text}", "Texts answered from the cache.");
        Shared = _meter.CreateCounter<long>("localai.embedding.shared", "{text}", "Texts that were already being computed for someone else, or stood twice in a request.");
        Batches = _meter.CreateHistogram<int>("localai.embedding.batch_size", "{text}", "Texts of a computed batch.");
        Failures = _meter.CreateCounter<long>("localai.embedding.failures", "{batch}", "Batches that failed.");
    }

    public Counter<long> Texts { get; }

    public Counter<long> CacheHits { get; }

    public Counter<long> Shared { get; }

    public Histogram<int> Batches { get; }

    public Counter<long> Failures { get; }

    public void Dispose() => _meter.Dispose();
}
