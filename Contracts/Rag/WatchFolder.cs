namespace LocalAi.Contracts.Rag;

/// <summary>A folder whose changes are indexed in the background.</summary>
public sealed record WatchFolder
{
    public long Id { get; init; }

    public required string Collection { get; init; }

    public required string Path { get; init; }

    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>watching, polling (the system gives no more watches: only the periodic scan), missing (the folder is away; nothing is removed).</summary>
    public string State { get; set; } = "watching";

    public DateTimeOffset? ScannedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
