namespace LocalAi.Text.Tokens;

/// <summary>
/// Estimates how many tokens a language model sees in a text, without the model's tokenizer. Budgets use it before a server tells real
/// counts; it leans to the high side: 0.75 a Hangul syllable (byte-pair vocabularies of today's multilingual models give 0.5 to 0.8),
/// one a Han character or kana, one per started four letters, one per started three digits, one a sign, one a line break.
/// </summary>
public static class TokenEstimate
{
    private const int Quarters = 4;

    public static int Count(ReadOnlySpan<char> text)
    {
        var quarters = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            var kind = CharacterClasses.Of(c);
            if (kind == RunKind.Hangul) { quarters += 3; i++; }
            else if (kind == RunKind.Cjk) { quarters += Quarters; i++; }
            else if (kind == RunKind.Latin)
            {
                var isDigit = char.IsAsciiDigit(c);
                var start = i++;
                while (i < text.Length && CharacterClasses.Of(text[i]) == RunKind.Latin && char.IsAsciiDigit(text[i]) == isDigit) i++;
                var per = isDigit ? 3 : 4;
                quarters += (i - start + per - 1) / per * Quarters;
            }
            else
            {
                // Spaces belong to the next word; indentation is folded by every code-aware vocabulary.
                if (c is not (' ' or '\t' or '\r')) quarters += Quarters;
                i++;
            }
        }
        return (quarters + Quarters - 1) / Quarters;
    }
}
