using LocalAi.Text.Korean;

namespace LocalAi.Text.Lexicon;

/// <summary>
/// The vowels of a word between its consonants, three bits each: what tells redis from letters for 레디스, whose consonant skeletons are the same. English
/// spelling says little of vowels and Korean fills gaps with ㅡ, so they are compared by likeness.
/// </summary>
public readonly record struct VowelPattern(ulong Bits)
{
    private const int Width = 3;
    private const int Slots = 64 / Width;
    private const int None = 0, A = 1, E = 2, I = 3, O = 4, U = 5, Eo = 6;

    /// <summary>What two vowels in the same place differ by; a gap may be a vowel that is not spoken or not written.</summary>
    private static readonly float[,] Costs =
    {
        { 0, 0.6f, 0.4f, 0.4f, 0.5f, 0.4f, 0.4f },
        { 0.6f, 0, 0.3f, 0.6f, 0.5f, 0.7f, 0.3f },
        { 0.4f, 0.3f, 0, 0.4f, 1, 1, 0.3f },
        { 0.4f, 0.6f, 0.4f, 0, 1, 0.8f, 0.6f },
        { 0.5f, 0.5f, 1, 1, 0, 0.5f, 0.2f },
        { 0.4f, 0.7f, 1, 0.8f, 0.5f, 0, 0.2f },
        { 0.4f, 0.3f, 0.3f, 0.6f, 0.2f, 0.2f, 0 },
    };

    /// <summary>The pattern of a lower-case Latin word or a Hangul word.</summary>
    public static VowelPattern Of(ReadOnlySpan<char> word) =>
        !word.IsEmpty && Hangul.IsSyllable(word[0]) ? OfHangul(word) : OfLatin(word);

    /// <summary>0 for the same vowels to 1, mean over the places.</summary>
    public float DistanceTo(VowelPattern other)
    {
        var sum = 0f;
        var places = 0;
        for (var (a, b) = (Bits, other.Bits); (a | b) != 0; a >>= Width, b >>= Width)
        {
            sum += Costs[(int)(a & 7), (int)(b & 7)];
            places++;
        }
        return places == 0 ? 0 : sum / places;
    }

    private static VowelPattern OfHangul(ReadOnlySpan<char> word)
    {
        var pattern = default(Builder);
        foreach (var c in word)
        {
            if (!Hangul.IsSyllable(c)) break;
            const int silent = 11, noFinal = 0;
            if (Hangul.Initial(c) != silent) pattern.Consonant();
            pattern.Vowel(Hangul.Vowel(c) switch
            {
                0 or 2 or 9 => A,
                1 or 3 or 5 or 7 or 10 or 11 or 15 => E,
                4 or 6 or 14 => Eo,
                8 or 12 => O,
                13 or 17 => U,
                16 or 19 or 20 => I,
                _ => None,
            });
            if (Hangul.Final(c) != noFinal) pattern.Consonant();
        }
        return pattern.ToPattern();
    }

    private static VowelPattern OfLatin(ReadOnlySpan<char> word)
    {
        var pattern = default(Builder);
        for (var i = 0; i < word.Length; i++)
        {
            var next = i + 1 < word.Length ? word[i + 1] : '\0';
            var previous = i > 0 ? word[i - 1] : '\0';
            switch (word[i])
            {
                case 'e' when next is 'e' or 'a': pattern.Vowel(I); i++; break;
                case 'o' when next is 'o' or 'u': pattern.Vowel(U); i++; break;
                case 'e' when next is 'u' or 'w': pattern.Vowel(U); i++; break;
                case 'a' when next is 'i' or 'y': pattern.Vowel(E); i++; break;
                // A last e is silent.
                case 'e' when next == '\0' && i > 1: break;
                case 'a': pattern.Vowel(A); break;
                case 'e': pattern.Vowel(E); break;
                case 'i': pattern.Vowel(I); break;
                case 'o': pattern.Vowel(O); break;
                case 'u': pattern.Vowel(previous == 'q' ? None : U); break;
                case 'y': pattern.Vowel(I); break;
                case 'w': break;
                case 'h' when previous is 'p' or 'c' or 's' or 't' or 'g': break;
                case 'r' when next is not ('a' or 'e' or 'i' or 'o' or 'u' or 'y') && previous is 'a' or 'e' or 'i' or 'o' or 'u': break;
                default:
                    if (word[i] != previous) pattern.Consonant();
                    break;
            }
        }
        return pattern.ToPattern();
    }

    private struct Builder
    {
        private ulong _bits;
        private int _slot;

        public readonly VowelPattern ToPattern() => new(_bits);

        public void Consonant() => _slot++;

        /// <summary>Of two vowels in one place the first counts.</summary>
        public void Vowel(int vowel)
        {
            if (_slot < Slots && (_bits >> (_slot * Width) & 7) == 0) _bits |= (ulong)vowel << (_slot * Width);
        }
    }
}
