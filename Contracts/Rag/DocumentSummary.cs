namespace LocalAi.Contracts.Rag;

/// <summary>A document of a collection.</summary>
public sealed record DocumentSummary
{
    public long Id { get; init; }

    public required string Collection { get; init; }

    public required string Path { get; init; }

    public string? File { get; init; }

    public string Title { get; set; } = "";

    /// <summary>File type without dot.</summary>
    public string Type { get; set; } = "";

    /// <summary>indexed or unreadable.</summary>
    public string State { get; set; } = "indexed";

    /// <summary>For unreadable ones: a stable word.</summary>
    public string? Code { get; init; }

    /// <summary>For unreadable ones: why.</summary>
    public string? Reason { get; init; }

    public long Bytes { get; init; }

    public int Chunks { get; init; }

    public IReadOnlyList<string> Tags { get; set; } = [];

    public DateTimeOffset? ModifiedAt { get; init; }

    public DateTimeOffset IndexedAt { get; init; }
}
