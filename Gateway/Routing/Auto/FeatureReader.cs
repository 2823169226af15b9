namespace LocalAi.Gateway.Routing.Auto;

/// <summary>
/// What a text is made of, as names the table of weights knows. Training and routing read through here, so both see the same.
/// <list type="bullet">
/// <item><c>docker</c>: a Latin word, in lower case, with its stem when that differs.</item>
/// <item><c>=Go</c>: a short word as it is written: C, R and Go are languages, "go" is not.</item>
/// <item><c>seria-</c>, <c>-base</c>: how a long word begins and ends.</item>
/// <item><c>정규식-</c>: how a Korean word begins; particles hang at its end.</item>
/// <item><c>left join</c>, <c>기타 코드</c>: two words in a row.</item>
/// <item><c>^translate</c>: the first word.</item>
/// <item><c>[stack trace]</c>: a pattern of <see cref="CodePatterns"/>.</item>
/// </list>
/// </summary>
internal static class FeatureReader
{
    private const int LongestWord = 24;
    private const int LongestKoreanBeginning = 5;
    private const int PairedSyllables = 2;

    public static void Read(string text, FeatureFound found)
    {
        CodePatterns.Collect(ScriptBoundary.Separate(text), found);
        Span<char> name = stackalloc char[(2 * LongestWord) + 2];
        Span<char> lower = stackalloc char[LongestWord];
        ReadOnlySpan<char> before = default;
        var isFirst = true;
        for (var at = 0; at < text.Length;)
        {
            var length = WordAt(text, at);
            if (length == 0)
            {
                // Two words are a pair across spaces and hyphens, not across sentences.
                before = text[at] is ' ' or '-' or '/' or '\'' or '"' or '_' ? before : default;
                at++;
                continue;
            }

            var word = text.AsSpan(at, length);
            at += length;
            if (length > LongestWord)
            {
                before = default;
                continue;
            }

            var isKorean = IsHangul(word[0]);
            var paired = isKorean ? word[..Math.Min(PairedSyllables, length)] : word;
            if (isKorean)
            {
                ReadKorean(word, name, found);
            }
            else
            {
                word.ToLowerInvariant(lower);
                ReadLatin(word, lower[..length], isFirst, name, found);
            }

            if (isFirst)
            {
                found(Name(name, "^", paired));
                isFirst = false;
            }

            if (!before.IsEmpty)
            {
                found(Name(name, before, " ", paired));
            }

            before = paired;
        }
    }

    private static void ReadKorean(ReadOnlySpan<char> word, Span<char> name, FeatureFound found)
    {
        if (word.Length <= PairedSyllables)
        {
            found(word);
        }

        for (var length = 1; length <= Math.Min(word.Length, LongestKoreanBeginning); length++)
        {
            found(Name(name, word[..length], "-"));
        }
    }

    private static void ReadLatin(ReadOnlySpan<char> written, ReadOnlySpan<char> word, bool isFirst, Span<char> name, FeatureFound found)
    {
        found(word);
        if (char.IsAsciiLetterUpper(written[0]) && (written.Length == 1 || (written.Length == 2 && !isFirst)))
        {
            found(Name(name, "=", written));
        }

        var dot = word.LastIndexOf('.');
        if (dot > 0 && dot < word.Length - 1)
        {
            found(word[(dot + 1)..]);
            found(word[..dot]);
        }

        var stem = Stem(word);
        if (stem.Length < word.Length)
        {
            found(stem);
        }

        if (word.Length >= 6)
        {
            found(Name(name, word[..5], "-"));
            found(Name(name, "-", word[^4..]));
        }
    }

    /// <summary>sorts, sorted, sorting → sort; queries → query. Rough: both sides of the table are made by it.</summary>
    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word) =>
        word.EndsWith("'s") ? word[..^2]
        : word.Length > 5 && word.EndsWith("ing") ? Undouble(word[..^3])
        : word.Length > 4 && word.EndsWith("ed") ? Undouble(word[..^2])
        : word.Length > 4 && word.EndsWith("es") && word[^3] is 's' or 'x' or 'h' or 'z' ? word[..^2]
        : word.Length > 3 && word.EndsWith("s") && word[^2] is not ('s' or 'u' or 'i') ? word[..^1]
        : word;

    private static ReadOnlySpan<char> Undouble(ReadOnlySpan<char> stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;

    /// <summary>A run of Hangul, or a Latin word with what belongs to names: c++, c#, node.js, .net, don't.</summary>
    private static int WordAt(string text, int start)
    {
        var end = start;
        if (IsHangul(text[start]))
        {
            while (end < text.Length && IsHangul(text[end]))
            {
                end++;
            }

            return end - start;
        }

        if (text[end] == '.' && (end == 0 || text[end - 1] is ' ' or '(' or '`'))
        {
            end++;
        }

        var letters = end;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || (end > letters && IsInName(text, end))))
        {
            end++;
        }

        return end == letters ? 0 : end - start;
    }

    private static bool IsInName(string text, int at) => text[at] switch
    {
        '+' or '#' => true,
        '.' or '\'' => at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]),
        _ => false,
    };

    private static bool IsHangul(char c) => c is >= '가' and <= '힣';

    private static ReadOnlySpan<char> Name(Span<char> name, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third = default)
    {
        first.CopyTo(name);
        second.CopyTo(name[first.Length..]);
        third.CopyTo(name[(first.Length + second.Length)..]);
        var whole = name[..(first.Length + second.Length + third.Length)];
        for (var i = first is "=" ? whole.Length : 0; i < whole.Length; i++)
        {
            whole[i] = char.ToLowerInvariant(whole[i]);
        }

        return whole;
    }
}
