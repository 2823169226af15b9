namespace LocalAi.Rag.Chunking;

/// <summary>How a text is cut.</summary>
internal enum SourceKind
{
    Plain,
    Markdown,
    Code,
    /// <summary>One record per line; the first line is the header and is repeated as context.</summary>
    Table,
}
