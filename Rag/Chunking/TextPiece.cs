namespace LocalAi.Rag.Chunking;

/// <summary>The smallest stretch a chunker does not want to cut: a sentence, a fence, a row, a symbol.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset after the last.</param>
/// <param name="Context">Heading or symbol path it stands under.</param>
/// <param name="StartsChunk">A chunk must not reach over its beginning (a heading, a symbol).</param>
internal readonly record struct TextPiece(int Start, int End, string Context, bool StartsChunk)
{
    public int Length => End - Start;
}
