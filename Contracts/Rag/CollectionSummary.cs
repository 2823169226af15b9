namespace LocalAi.Contracts.Rag;

/// <summary>A collection and what is in it.</summary>
public sealed record CollectionSummary
{
    public required string Name { get; init; }

    public string Description { get; set; } = "";

    public long Documents { get; init; }

    /// <summary>Files that are known but gave no text.</summary>
    public long Unreadable { get; init; }

    public long Chunks { get; init; }

    /// <summary>Chunks that have a vector of <see cref="Embedding"/>.</summary>
    public long Vectors { get; init; }

    /// <summary>Who made the vectors; null as long as the collection is searched by words only.</summary>
    public EmbeddingIdentity? Embedding { get; init; }

    /// <summary>The model the collection is being embedded with anew; searches use <see cref="Embedding"/> until all is there.</summary>
    public EmbeddingIdentity? NextEmbedding { get; init; }

    /// <summary>loading, ready or failed.</summary>
    public string Index { get; set; } = "ready";

    public DateTimeOffset CreatedAt { get; init; }
}
