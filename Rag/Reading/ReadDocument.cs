using LocalAi.Rag.Chunking;

namespace LocalAi.Rag.Reading;

/// <summary>A file's text.</summary>
/// <param name="Source">What the chunker cuts.</param>
/// <param name="Title">The document's own title, or null.</param>
internal sealed record ReadDocument(SourceText Source, string? Title = null)
{
    /// <summary>How lines of the text relate to lines of the file.</summary>
    public LineNumbers Lines { get; init; } = LineNumbers.Same;

    /// <summary>For <see cref="LineNumbers.Mapped"/>: the file's line or row of each line of the text.</summary>
    public IReadOnlyList<int>? LineMap { get; init; }
}
