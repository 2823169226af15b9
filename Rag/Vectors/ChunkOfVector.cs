namespace LocalAi.Rag.Vectors;

internal sealed class ChunkOfVector
{
    public long Id { get; init; }

    public long CollectionId { get; init; }

    public long DocumentId { get; init; }

    public byte[] Hash { get; init; } = [];
}
