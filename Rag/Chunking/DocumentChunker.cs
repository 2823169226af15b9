using LocalAi.Rag.Chunking.Code;

namespace LocalAi.Rag.Chunking;

/// <summary>Cuts any document: pieces by its kind, then windows of pieces by tokens.</summary>
internal sealed class DocumentChunker(ChunkingOptions options) : IChunker
{
    public IReadOnlyList<Chunk> Cut(SourceText source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.Text.AsSpan().ContainsLetterOrDigit()) return [];
        var pieces = source.Kind switch
        {
            SourceKind.Markdown => MarkdownPieces.Of(source.Text),
            SourceKind.Code => CodePieces.Of(source.Text, source.Language),
            SourceKind.Table => TablePieces.Of(source.Text),
            _ => PlainPieces.Of(source.Text, 0, source.Text.Length, ""),
        };
        return new ChunkWindows(source, options).Fill(pieces, cancellationToken);
    }
}
