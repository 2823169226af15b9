namespace LocalAi.Text.Korean;

/// <summary>
/// Takes at most two stacked particles or endings off a Korean word, longest first, and leaves at least two syllables
/// (회의 must not become 회). The same function serves index and query.
/// </summary>
public static class KoreanStemmer
{
    private const int MinimumStem = 2;
    private const int MaximumSuffixes = 2;

    public static KoreanStem Stem(ReadOnlySpan<char> word)
    {
        var length = word.Length;
        var clear = word.Length;
        for (var i = 0; i < MaximumSuffixes; i++)
        {
            var suffix = LongestSuffix(word[..length], out var ambiguous);
            if (suffix == 0) break;
            if (!ambiguous && clear == length) clear = length - suffix;
            length -= suffix;
        }
        return new KoreanStem(length, clear);
    }

    private static int LongestSuffix(ReadOnlySpan<char> word, out bool ambiguous)
    {
        var lengths = word.IsEmpty ? 0 : KoreanSuffixes.Lengths(word[^1]);
        for (var n = lengths == 0 ? 0 : Math.Min(KoreanSuffixes.MaxLength, word.Length - MinimumStem); n > 0; n--)
        {
            if ((lengths >> (n - 1) & 1) != 0 && KoreanSuffixes.All.TryGetValue(word[^n..], out ambiguous) && KoreanSuffixes.MayFollow(word[^n..], word[^(n + 1)])) return n;
        }
        ambiguous = false;
        return 0;
    }

    /// <summary>True when a Hangul run that directly follows a Latin word or number is only a particle (Docker를).</summary>
    public static bool IsAttachedParticle(ReadOnlySpan<char> run) => run.Length <= KoreanSuffixes.MaxLength && KoreanSuffixes.AfterLatin.Contains(run);

    /// <summary>
    /// The dictionary stem of a conjugated verb or adjective: undoes vowel contraction and the past tense in the last syllable
    /// (느려 → 느리, 지웠 → 지우) and drops the adnominal and formal finals ㄴ ㄹ ㅂ ㅁ (느린 → 느리).
    /// </summary>
    /// <returns>False when the last syllable gives no other reading.</returns>
    public static bool TryVerbStem(ReadOnlySpan<char> stem, out char lastSyllable)
    {
        lastSyllable = '\0';
        if (stem.IsEmpty || !Hangul.IsSyllable(stem[^1])) return false;
        const int none = 0, nieun = 4, rieul = 8, mieum = 16, bieup = 17, ssangSiot = 20;
        var (initial, vowel, final) = (Hangul.Initial(stem[^1]), Hangul.Vowel(stem[^1]), Hangul.Final(stem[^1]));
        var open = final is none or ssangSiot ? Uncontracted(vowel) : -1;
        if (open >= 0) lastSyllable = Hangul.Compose(initial, open, none);
        else if (final is nieun or rieul or mieum or bieup or ssangSiot) lastSyllable = Hangul.Compose(initial, vowel, none);
        return lastSyllable != '\0';
    }

    /// <summary>Undoes the doubled ㄹ of verbs in 르 (걸러 → 거르, 눌렀 → 누르).</summary>
    /// <param name="stem">Stem of a word.</param>
    /// <param name="beforeLast">The last syllable but one; the last is 르.</param>
    public static bool TryDoubledRieul(ReadOnlySpan<char> stem, out char beforeLast)
    {
        const int none = 0, rieul = 8;
        beforeLast = '\0';
        if (stem.Length < 2 || stem[^1] is not ('러' or '라' or '렀' or '랐') || !Hangul.IsSyllable(stem[^2]) || Hangul.Final(stem[^2]) != rieul) return false;
        beforeLast = Hangul.Compose(Hangul.Initial(stem[^2]), Hangul.Vowel(stem[^2]), none);
        return true;
    }

    /// <summary>ㅕ → ㅣ, ㅝ → ㅜ, ㅘ → ㅗ, ㅙ → ㅚ; -1 for a vowel that is not a contraction.</summary>
    private static int Uncontracted(int vowel) => vowel switch
    {
        6 => 20,
        14 => 13,
        9 => 8,
        10 => 11,
        _ => -1,
    };
}
