namespace LocalAi.Rag.Reading;

/// <summary>Gets the text out of one family of formats. Thread-safe.</summary>
internal interface IDocumentReader
{
    /// <param name="type">Extension without dot, lower case.</param>
    bool Reads(string type);

    /// <exception cref="UnreadableFileException">The file gives no text.</exception>
    Task<ReadDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken);
}
