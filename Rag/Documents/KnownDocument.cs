namespace LocalAi.Rag.Documents;

/// <summary>What is remembered of a file: enough to see that it did not change.</summary>
internal sealed class KnownDocument
{
    public long Id { get; init; }

    public Guid UriKey { get; init; }

    public string Title { get; init; } = "";

    public long Bytes { get; init; }

    public long ModifiedTicks { get; init; }

    public byte[]? Sha256 { get; init; }

    public string Recipe { get; init; } = "";

    public string State { get; init; } = "";

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public string[] Tags { get; init; } = [];

    public Guid? CreatedByJob { get; init; }

    public Guid? IndexedByJob { get; init; }
}
