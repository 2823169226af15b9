namespace LocalAi.Contracts.Rag;

/// <summary>Milliseconds since the request arrived, by part.</summary>
public sealed record QueryTimings
{
    /// <summary>Embedding of the question; 0 when none was made.</summary>
    public double EmbedMs { get; init; }

    /// <summary>Search in the indexes, reading of the chunks and ranking.</summary>
    public double SearchMs { get; init; }

    /// <summary>Wait for the reranker; null when none was asked.</summary>
    public double? RerankMs { get; init; }

    /// <summary>Until the first piece of the answer; null without an answer.</summary>
    public double? FirstTokenMs { get; init; }

    public double TotalMs { get; init; }
}
