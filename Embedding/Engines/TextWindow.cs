using LocalAi.Text.Tokens;

namespace LocalAi.Embedding.Engines;

/// <summary>Cuts a text to what a model reads of it.</summary>
internal static class TextWindow
{
    /// <summary>The longest beginning of at most <paramref name="maxTokens"/> estimated tokens, not cut inside a surrogate pair.</summary>
    public static string Cut(string text, int maxTokens)
    {
        if (TokenEstimate.Count(text) <= maxTokens) return text;
        int low = 0, high = text.Length;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (TokenEstimate.Count(text.AsSpan(0, middle)) <= maxTokens) low = middle;
            else high = middle - 1;
        }
        if (low > 0 && char.IsHighSurrogate(text[low - 1])) low--;
        return text[..low];
    }
}
