namespace LocalAi.Rag.Chunking;

internal static class SpanLetters
{
    /// <summary>Whether there is anything to search for.</summary>
    public static bool ContainsLetterOrDigit(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c)) return true;
        }
        return false;
    }
}
