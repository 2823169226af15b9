using System.Numerics;
using System.Runtime.InteropServices;
using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>
/// The words of a collection, for questions whose words it does not hold: typing errors and loanwords in the other script. Words stay when
/// their last chunk goes; a word without postings finds nothing.
/// </summary>
internal sealed class Vocabulary
{
    private const int MinimumLatin = 4;
    private const int MinimumJamo = 5;
    private const int MaximumLength = 40;

    /// <summary>How differently two words with the same consonants may be spoken; with few consonants the vowels must agree.</summary>
    private const float ShortDistance = 0.2f;
    private const float LongDistance = 0.6f;

    private readonly List<string> _words = [];
    private readonly List<ulong> _signatures = [];
    private readonly Dictionary<ulong, List<Loanword>> _bySkeleton = [];

    public int Count => _words.Count;

    /// <param name="word">The term of the index.</param>
    /// <param name="surface">The word before it was stemmed: loanwords sound like it, endings included.</param>
    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<char> surface)
    {
        if (word.Length > MaximumLength || word.Length < (Hangul.IsSyllable(word[0]) ? 2 : MinimumLatin)) return;
        Span<char> skeleton = stackalloc char[MaximumLength * 2];
        var length = surface.Length > MaximumLength ? 0 : Skeleton.Write(surface, skeleton);
        if (length > 0)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySkeleton, TermHash.Word(skeleton[..length]), out _);
            (same ??= new List<Loanword>(1)).Add(new Loanword(_words.Count, VowelPattern.Of(surface)));
        }
        Span<char> jamo = stackalloc char[MaximumLength * 3];
        _signatures.Add(Signature(jamo[..Hangul.Decompose(word, jamo)]));
        _words.Add(word.ToString());
    }

    /// <summary>The words that <paramref name="isHeld"/> says are in a chunk still.</summary>
    public VocabularyImage ToImage(Func<string, bool> isHeld)
    {
        var places = new int[_words.Count];
        var image = new VocabularyImage([], [], []);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = isHeld(_words[i]) ? image.Words.Count : -1;
            if (places[i] < 0) continue;
            image.Words.Add(_words[i]);
            image.Signatures.Add(_signatures[i]);
        }
        foreach (var (skeleton, same) in _bySkeleton)
        {
            foreach (var loanword in same)
            {
                if (places[loanword.Word] >= 0) image.Loanwords.Add(new SkeletonWord(skeleton, loanword.Vowels.Bits, places[loanword.Word]));
            }
        }
        return image;
    }

    public void Restore(VocabularyImage image)
    {
        _words.AddRange(image.Words);
        _signatures.AddRange(image.Signatures);
        foreach (var (skeleton, vowels, word) in image.Loanwords)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySkeleton, skeleton, out _);
            (same ??= new List<Loanword>(1)).Add(new Loanword(word, new VowelPattern(vowels)));
        }
    }

    /// <summary>Words of the other script with the same consonants (포스트그레스, postgres).</summary>
    public void FindLoanwords(ReadOnlySpan<char> word, int limit, List<string> found)
    {
        if (word.IsEmpty || word.Length > MaximumLength) return;
        Span<char> skeleton = stackalloc char[MaximumLength * 2];
        var length = Skeleton.Write(word, skeleton);
        if (length == 0 || !_bySkeleton.TryGetValue(TermHash.Word(skeleton[..length]), out var same)) return;
        var isHangul = Hangul.IsSyllable(word[0]);
        var vowels = VowelPattern.Of(word);
        var most = length == Skeleton.MinimumLength ? ShortDistance : LongDistance;
        var best = most;
        foreach (var loanword in same)
        {
            if (Hangul.IsSyllable(_words[loanword.Word][0]) == isHangul) continue;
            // Of all words with these consonants those that are spoken most alike: 레디스 is redis and not letters.
            var distance = vowels.DistanceTo(loanword.Vowels);
            if (distance > best) continue;
            if (distance < best) found.Clear();
            best = distance;
            if (found.Count < limit) found.Add(_words[loanword.Word]);
        }
    }

    /// <summary>Words one typing error away, two for long words; errors are counted in jamo for Korean.</summary>
    public void FindSimilar(ReadOnlySpan<char> word, int limit, List<string> found)
    {
        if (word.IsEmpty || word.Length > MaximumLength || word.Length < (Hangul.IsSyllable(word[0]) ? 2 : MinimumLatin)) return;
        // E0412 and E0413 are different errors, not a typing error.
        if (word.ContainsAnyInRange('0', '9')) return;
        Span<char> wanted = stackalloc char[MaximumLength * 3];
        Span<char> other = stackalloc char[MaximumLength * 3];
        wanted = wanted[..Hangul.Decompose(word, wanted)];
        var signature = Signature(wanted);
        // Of four jamo one changed gives mostly other words (파리, 처리).
        var errors = wanted.Length >= 8 ? 2 : wanted.Length >= (Hangul.IsSyllable(word[0]) ? MinimumJamo : MinimumLatin) ? 1 : 0;
        var best = errors;
        var signatures = CollectionsMarshal.AsSpan(_signatures);
        for (var index = 0; index < signatures.Length; index++)
        {
            // One error changes at most two bits.
            if (BitOperations.PopCount(signatures[index] ^ signature) > 2 * best) continue;
            var known = _words[index];
            var distance = EditDistance.Within(wanted, other[..Hangul.Decompose(known, other)], best);
            if (distance > best || distance == 0) continue;
            if (distance < best)
            {
                best = distance;
                found.Clear();
            }
            if (found.Count < limit) found.Add(known);
        }
    }

    private static ulong Signature(ReadOnlySpan<char> jamo)
    {
        var signature = 0UL;
        foreach (var c in jamo) signature |= 1UL << (int)(c * 0x9E3779B1u >> 26);
        return signature;
    }

    private readonly record struct Loanword(int Word, VowelPattern Vowels);
}
