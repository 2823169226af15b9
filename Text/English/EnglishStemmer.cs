using System.Buffers;

namespace LocalAi.Text.English;

/// <summary>
/// A light suffix stemmer for English technical prose: inflection (plural, -ed, -ing) and the derivations that people mix freely when they
/// ask (configure, configured, configuration, configurable). Works in place on lower-case ASCII letters; other words are left alone.
/// The aim is that related words meet, not that stems are words.
/// </summary>
public static class EnglishStemmer
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Derivational suffixes, longest first, with the shortest stem that may be left.</summary>
    private static readonly (string Suffix, int MinimumStem)[] Derivations =
    [
        ("ization", 4), ("isation", 4), ("ability", 4), ("ibility", 4), ("ational", 4), ("ations", 4),
        ("ation", 4), ("ative", 4), ("ating", 4), ("ators", 4),
        ("ment", 5), ("ness", 4), ("able", 4), ("ible", 4), ("ator", 4), ("ency", 4), ("ancy", 4), ("ance", 5), ("ence", 5), ("izer", 4),
        ("ize", 4), ("ise", 5), ("ive", 5), ("ate", 4), ("ion", 4), ("ity", 4), ("ful", 4),
        ("er", 4), ("or", 4), ("al", 5), ("ly", 4),
    ];

    /// <summary>Forms that no suffix rule brings together.</summary>
    private const string IrregularForms =
        "built=build sent=send lost=lose kept=keep held=hold wrote=write written=write ran=run broke=break broken=break " +
        "chose=choose chosen=choose took=take taken=take began=begin begun=begin hidden=hide hid=hide froze=freeze " +
        "frozen=freeze indices=index indexes=index matrices=matrix vertices=vertex children=child thrown=throw threw=throw " +
        "grew=grow grown=grow slept=sleep bound=bind fed=feed stuck=stick caches=cache people=person stolen=steal " +
        "forgot=forget forgotten=forget seen=see saw=see gone=go went=go";

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Irregular = IrregularForms.Split(' ')
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stems the word in the buffer.</summary>
    /// <param name="word">Lower-case word; overwritten.</param>
    /// <param name="length">Characters of the word.</param>
    /// <returns>Characters of the stem, at least two for words of two or more.</returns>
    public static int Stem(Span<char> word, int length)
    {
        if (length < 3 || !IsLowerAscii(word[..length])) return length;
        if (Irregular.TryGetValue(word[..length], out var regular) && regular.Length <= word.Length)
        {
            regular.CopyTo(word);
            length = regular.Length;
        }
        length = Plural(word, length);
        length = PastOrProgressive(word, length, out var isInflected);
        length = isInflected && length >= 6 && (word[..length].EndsWith("at") || word[..length].EndsWith("iz")) ? length - 2 : Derivation(word, length);
        return Ending(word, length);
    }

    private static int Plural(Span<char> word, int length)
    {
        var w = word[..length];
        if (length < 3 || w[^1] != 's' || w.EndsWith("ss") || w.EndsWith("us") || w.EndsWith("is")) return length;
        if (w.EndsWith("ies") && length > 4) return length - 2;
        if (length > 4 && (w.EndsWith("sses") || w.EndsWith("xes") || w.EndsWith("ches") || w.EndsWith("shes") || w.EndsWith("zzes"))) return length - 2;
        return length - 1;
    }

    // isInflected: the stem lost its final e, as in migrating; not so in formatting, which shows its own stem.
    private static int PastOrProgressive(Span<char> word, int length, out bool isInflected)
    {
        isInflected = false;
        var w = word[..length];
        var cut = w.EndsWith("ing") ? 3 : w.EndsWith("ied") ? 1 : w.EndsWith("ed") && !w.EndsWith("eed") ? 2 : 0;
        if (cut == 0 || length - cut < 3 || !HasVowel(w[..(length - cut)])) return length;
        length -= cut;
        var undoubled = Undouble(word, length);
        isInflected = undoubled == length;
        return undoubled;
    }

    private static int Derivation(Span<char> word, int length)
    {
        var w = word[..length];
        foreach (var (suffix, minimum) in Derivations)
        {
            if (length - suffix.Length >= minimum && w.EndsWith(suffix, StringComparison.Ordinal)) return Undouble(word, length - suffix.Length);
        }
        return length;
    }

    private static int Ending(Span<char> word, int length)
    {
        if (length > 3 && word[length - 1] == 'e') length--;
        length = length > 4 ? Undouble(word, length) : length;
        if (length > 2 && word[length - 1] == 'y' && !IsVowel(word[length - 2])) word[length - 1] = 'i';
        return length;
    }

    private static int Undouble(Span<char> word, int length) =>
        length > 3 && word[length - 1] == word[length - 2] && word[length - 1] is not ('s' or 'e' or 'o' or 'z') ? length - 1 : length;

    private static bool HasVowel(ReadOnlySpan<char> word) => word.ContainsAny(Vowels);

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static bool IsLowerAscii(ReadOnlySpan<char> word) => word.IndexOfAnyExceptInRange('a', 'z') < 0;
}
