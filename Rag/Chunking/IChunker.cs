namespace LocalAi.Rag.Chunking;

/// <summary>Cuts one document. Thread-safe; pure.</summary>
internal interface IChunker
{
    /// <summary>Chunks in document order, equal ones (by hash) only once. Empty for a text without a letter or digit.</summary>
    IReadOnlyList<Chunk> Cut(SourceText source, CancellationToken cancellationToken);
}
