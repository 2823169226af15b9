using LocalAi.Rag.Chunking;

namespace LocalAi.Rag.Documents;

/// <summary>A document as it is about to be written. Without chunks it is one that gave no text, and <see cref="Problem"/> says why.</summary>
internal sealed record DocumentDraft
{
    public required long CollectionId { get; init; }

    /// <summary>Absolute path, or <c>doc:ID</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>Path inside the collection, with <c>/</c>.</summary>
    public required string Path { get; init; }

    public required string Title { get; init; }

    /// <summary>File type without dot, lower case.</summary>
    public required string Type { get; init; }

    public long Bytes { get; init; }

    /// <summary>Time of the last change in ticks (UTC).</summary>
    public long ModifiedTicks { get; init; }

    public byte[]? Sha256 { get; init; }

    public required string Recipe { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<Chunk> Chunks { get; init; } = [];

    public DocumentProblem? Problem { get; init; }

    public Guid? JobId { get; init; }
}
