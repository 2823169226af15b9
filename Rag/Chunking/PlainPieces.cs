using LocalAi.Text.Sentences;

namespace LocalAi.Rag.Chunking;

/// <summary>Prose: one piece a sentence.</summary>
internal static class PlainPieces
{
    public static List<TextPiece> Of(string text, int start, int end, string context)
    {
        var pieces = new List<TextPiece>();
        foreach (var sentence in SentenceSplitter.Split(text.AsSpan(start, end - start)))
            pieces.Add(new TextPiece(start + sentence.Start, start + sentence.End, context, false));
        return pieces;
    }
}
