namespace LocalAi.Rag.Watching;

/// <summary>A row of <c>watch_folders</c>.</summary>
internal sealed class WatchFolderRow
{
    public long Id { get; init; }

    public string Collection { get; init; } = "";

    public string Path { get; init; } = "";

    public string[] Tags { get; init; } = [];

    public DateTime? ScannedAt { get; init; }

    public DateTime CreatedAt { get; init; }
}
