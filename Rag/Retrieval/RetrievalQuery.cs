namespace LocalAi.Rag.Retrieval;

/// <summary>One question to one or several collections.</summary>
internal sealed record RetrievalQuery
{
    /// <summary>The question; at most <see cref="RetrievalOptions.MaxQueryCharacters"/> characters, the rest is ignored by the lexical arm.</summary>
    public required string Text { get; init; }

    public RetrievalMode Mode { get; init; } = RetrievalMode.Hybrid;

    /// <summary>The question's embedding for the in-process vector index; null without an embedding model.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>Hits of an outside vector store (Qdrant), best first; when set, <see cref="Vector"/> is not used.</summary>
    public IReadOnlyList<DenseHit>? DenseHits { get; init; }

    /// <summary>Name of the model that made the vectors; decides the weight of the dense arm for Korean questions.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>Only chunks of these documents; null means all. Path, type, date and tag filters are resolved to it in Postgres.</summary>
    public IReadOnlySet<long>? Documents { get; init; }

    /// <summary>Hits wanted after ranking; up to 500.</summary>
    public int Limit { get; init; } = 10;
}
