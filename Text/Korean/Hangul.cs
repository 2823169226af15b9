namespace LocalAi.Text.Korean;

/// <summary>Arithmetic of precomposed Hangul syllables (Unicode Standard, chapter 3.12).</summary>
public static class Hangul
{
    private const char First = '\uAC00';
    private const char Last = '\uD7A3';
    private const int Vowels = 21;
    private const int Finals = 28;

    public static bool IsSyllable(char c) => c is >= First and <= Last;

    /// <summary>Index of the initial consonant, 0 (ㄱ) to 18 (ㅎ).</summary>
    public static int Initial(char syllable) => (syllable - First) / (Vowels * Finals);

    /// <summary>Index of the vowel, 0 (ㅏ) to 20 (ㅣ).</summary>
    public static int Vowel(char syllable) => (syllable - First) / Finals % Vowels;

    /// <summary>Index of the final consonant, 0 (none) to 27 (ㅎ).</summary>
    public static int Final(char syllable) => (syllable - First) % Finals;

    public static char Compose(int initial, int vowel, int final) => (char)(First + (initial * Vowels + vowel) * Finals + final);

    /// <summary>
    /// Writes the jamo of a text, other characters as they are; at most three units per character.
    /// </summary>
    /// <returns>Units written; what does not fit is left out.</returns>
    public static int Decompose(ReadOnlySpan<char> text, Span<char> destination)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (length + 3 > destination.Length) break;
            if (!IsSyllable(c))
            {
                destination[length++] = c;
                continue;
            }
            destination[length++] = (char)('\u1100' + Initial(c));
            destination[length++] = (char)('\u1161' + Vowel(c));
            if (Final(c) > 0) destination[length++] = (char)('\u11A7' + Final(c));
        }
        return length;
    }

    /// <summary>Share of Hangul among the letters of a text, 0 to 1.</summary>
    public static float Share(ReadOnlySpan<char> text)
    {
        int hangul = 0, letters = 0;
        foreach (var c in text)
        {
            if (IsSyllable(c)) hangul++;
            if (char.IsLetter(c)) letters++;
        }
        return letters == 0 ? 0 : (float)hangul / letters;
    }
}
