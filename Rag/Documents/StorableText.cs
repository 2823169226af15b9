namespace LocalAi.Rag.Documents;

/// <summary>Postgres text holds neither NUL nor half a surrogate pair.</summary>
internal static class StorableText
{
    /// <summary>The text with each NUL as a space and each lone surrogate as U+FFFD: the length, and so every offset, stays.</summary>
    public static string Of(string text)
    {
        var first = FirstBad(text, 0);
        if (first < 0)
        {
            return text;
        }

        return string.Create(text.Length, (text, first), static (span, state) =>
        {
            state.text.CopyTo(span);
            for (var i = state.first; i >= 0; i = FirstBad(state.text, i + 1))
            {
                span[i] = span[i] == '\0' ? ' ' : '\uFFFD';
            }
        });
    }

    private static int FirstBad(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || (char.IsLowSurrogate(c) && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
                || (char.IsHighSurrogate(c) && (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))))
            {
                return i;
            }
        }

        return -1;
    }
}
