namespace LocalAi.Contracts.Rag;

/// <summary>A question that was asked.</summary>
public sealed record SearchLog
{
    public required Guid Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string User { get; set; } = "";

    public IReadOnlyList<string> Collections { get; set; } = [];

    public required string Query { get; init; }

    public AnswerMode Mode { get; init; }

    public SearchMode Retrieval { get; init; }

    /// <summary>Share of the question's words found in the best chunk, 0 to 1.</summary>
    public double Coverage { get; init; }

    public QueryTimings Timings { get; set; } = new();

    /// <summary>Chunks that were sources, best first.</summary>
    public IReadOnlyList<long> Chunks { get; set; } = [];

    public IReadOnlyList<int> Citations { get; set; } = [];

    public string? Model { get; init; }

    /// <summary>1 helpful, -1 not, null when nobody said.</summary>
    public int? Rating { get; init; }

    public string? Comment { get; init; }
}
