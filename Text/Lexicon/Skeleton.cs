using LocalAi.Text.Korean;

namespace LocalAi.Text.Lexicon;

/// <summary>
/// Consonant skeletons, by which a loanword meets its original: 포스트그레스 and postgres are both <c>pstkls</c>. Vowels are dropped and
/// consonants merged into the classes Korean writes alike (b f p v, c g k q, l r, d t).
/// </summary>
public static class Skeleton
{
    /// <summary>Fewer consonants fit too many words; so do these without a look at the vowels (<see cref="VowelPattern"/>).</summary>
    public const int MinimumLength = 2;

    /// <summary>Writes the skeleton of a lower-case Latin word or a Hangul word.</summary>
    /// <returns>Its length; 0 when the word is of neither script or too short to mean something.</returns>
    public static int Write(ReadOnlySpan<char> word, Span<char> destination)
    {
        if (word.IsEmpty) return 0;
        var length = Hangul.IsSyllable(word[0]) ? WriteHangul(word, destination) : WriteLatin(word, destination);
        return length < MinimumLength ? 0 : length;
    }

    private static int WriteHangul(ReadOnlySpan<char> word, Span<char> destination)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (!Hangul.IsSyllable(c)) return 0;
            length = Append(destination, length, InitialClass(Hangul.Initial(c)));
            length = Append(destination, length, FinalClass(Hangul.Final(c)));
        }
        return length;
    }

    private static char InitialClass(int initial) => initial switch
    {
        0 or 1 or 15 => 'k',
        2 => 'n',
        3 or 4 or 16 => 't',
        5 => 'l',
        6 => 'm',
        7 or 8 or 17 => 'p',
        9 or 10 => 's',
        12 or 13 or 14 => 'j',
        18 => 'h',
        _ => '\0',
    };

    private static char FinalClass(int final) => final switch
    {
        1 or 2 or 24 => 'k',
        4 or 21 => 'n',
        7 or 25 or 19 or 20 => 't',
        8 => 'l',
        16 => 'm',
        17 or 26 => 'p',
        _ => '\0',
    };

    private static int WriteLatin(ReadOnlySpan<char> word, Span<char> destination)
    {
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (!char.IsAsciiLetterLower(word[i])) return 0;
            var rest = word[i..];
            if (rest.StartsWith("tion") || rest.StartsWith("sion")) { length = Append(destination, length, 's'); length = Append(destination, length, 'n'); i += 3; continue; }
            var (consonant, taken) = LatinClass(word, i);
            length = Append(destination, length, consonant);
            if (word[i] == 'x') length = Append(destination, length, 's');
            i += taken - 1;
        }
        return length;
    }

    private static (char Class, int Taken) LatinClass(ReadOnlySpan<char> word, int i)
    {
        var next = i + 1 < word.Length ? word[i + 1] : '\0';
        switch (word[i])
        {
            case 'p' when next == 'h': return ('p', 2);
            case 'b' or 'f' or 'p' or 'v': return ('p', 1);
            case 'c' when next == 'k': return ('k', 2);
            case 'c' when next == 'h': return (i + 2 < word.Length && word[i + 2] == 'e' ? 's' : 'j', 2);
            case 'c': return (next is 'e' or 'i' or 'y' ? 's' : 'k', 1);
            case 'q' when next == 'u': return ('k', 2);
            case 'k' or 'q' or 'x': return ('k', 1);
            case 'g': return (next == 'e' && i + 2 == word.Length ? 'j' : 'k', 1);
            case 's' when next == 'h': return ('s', 2);
            case 't' when next == 'h': return ('s', 2);
            case 's': return ('s', 1);
            case 'd' or 't': return ('t', 1);
            case 'n' when next == 'g' && (i + 2 == word.Length || !IsVowel(word[i + 2])): return ('n', 2);
            case 'n': return ('n', 1);
            case 'm': return ('m', 1);
            case 'l': return ('l', 1);
            // Korean writes an r only before a vowel.
            case 'r': return (IsVowel(next) || i == 0 || !IsVowel(word[i - 1]) ? 'l' : '\0', 1);
            case 'j' or 'z': return ('j', 1);
            case 'h': return (IsVowel(next) ? 'h' : '\0', 1);
            default: return ('\0', 1);
        }
    }

    /// <summary>Doubled consonants are written once.</summary>
    private static int Append(Span<char> destination, int length, char consonant)
    {
        if (consonant == '\0' || length == destination.Length || (length > 0 && destination[length - 1] == consonant)) return length;
        destination[length] = consonant;
        return length + 1;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
