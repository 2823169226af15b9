using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>
/// Words of a question that name one thing and no other: error codes, versions, products, people. A text that lacks such a word speaks
/// of something else, however well the rest fits.
/// </summary>
internal static class Names
{
    /// <summary>A shorter number is a quantity more often than a name.</summary>
    private const int NumberLength = 3;

    public static bool IsName(string text, Run run, bool isFirst)
    {
        var word = text.AsSpan(run.Start, run.Length);
        if (run.Kind != RunKind.Latin || IsQuantity(text, run)) return false;
        if (word.ContainsAnyInRange('0', '9')) return word.Length >= NumberLength;
        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        if (word.Length < NumberLength || StopWords.Contains(lower) || CommonWords.Contains(lower)) return false;
        return word[1..].ContainsAnyInRange('A', 'Z') || (char.IsAsciiLetterUpper(word[0]) && (text.Any(Hangul.IsSyllable) || (!isFirst && !IsTitle(text))));
    }

    /// <summary>A number with its unit or counter written onto it (400줄, 8000번), or before what is counted (500 users).</summary>
    private static bool IsQuantity(string text, Run run)
    {
        var rest = text.AsSpan(run.End);
        if (!rest.IsEmpty && Hangul.IsSyllable(rest[0])) return !KoreanStemmer.IsAttachedParticle(rest[..LengthOf(rest, Hangul.IsSyllable)]);
        if (rest.IsEmpty || rest[0] != ' ' || text.AsSpan(run.Start, run.Length).ContainsAnyExceptInRange('0', '9')) return false;
        var counted = rest.Slice(1, LengthOf(rest[1..], char.IsAsciiLetterLower));
        return counted.Length > NumberLength && counted[^1] == 's' && !StopWords.Contains(counted);
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < text.Length && belongs(text[length])) length++;
        return length;
    }

    /// <summary>Where every word has a capital, a capital says nothing.</summary>
    private static bool IsTitle(string text)
    {
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan(range);
            if (word.Length > NumberLength && char.IsAsciiLetterLower(word[0]) && !StopWords.Contains(word)) return false;
        }
        return true;
    }
}
