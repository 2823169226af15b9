namespace LocalAi.Rag.Collections;

internal sealed class CollectionCounts
{
    public long Documents { get; init; }

    public long Unreadable { get; init; }

    public long Chunks { get; init; }

    public long Vectors { get; init; }
}
