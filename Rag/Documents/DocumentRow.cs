using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Documents;

/// <summary>A row of <c>documents</c> as it is listed.</summary>
internal sealed class DocumentRow
{
    public long Id { get; init; }

    public string Collection { get; init; } = "";

    public string Uri { get; init; } = "";

    public string Path { get; init; } = "";

    public string Title { get; init; } = "";

    public string Type { get; init; } = "";

    public string State { get; init; } = "";

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public long Bytes { get; init; }

    public long ModifiedTicks { get; init; }

    public int ChunkCount { get; init; }

    public string[] Tags { get; init; } = [];

    public DateTime IndexedAt { get; init; }

    public DocumentSummary ToSummary() => new()
    {
        Id = Id,
        Collection = Collection,
        Path = Path,
        File = DocumentUri.FileOf(Uri),
        Title = Title,
        Type = Type,
        State = State,
        Code = Code,
        Reason = Reason,
        Bytes = Bytes,
        Chunks = ChunkCount,
        Tags = Tags,
        ModifiedAt = ModifiedTicks == 0 ? null : new DateTimeOffset(ModifiedTicks, TimeSpan.Zero),
        IndexedAt = IndexedAt,
    };
}
