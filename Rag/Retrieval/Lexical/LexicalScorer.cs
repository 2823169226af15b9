using System.Buffers;
using LocalAi.Rag.Retrieval.Queries;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>
/// BM25 (Robertson et al. 1994) over the word and the bigram field, term at a time: one accumulator per slot.
/// </summary>
internal static class LexicalScorer
{
    /// <summary>Longer fields count as this long.</summary>
    private const int LengthLevels = 2048;

    /// <summary>Syllable pairs of a Korean noun of three syllables.</summary>
    private const float UsualBigrams = 2f;

    /// <summary>The best chunks of one collection.</summary>
    /// <param name="index">The collection's postings.</param>
    /// <param name="slots">Its slots.</param>
    /// <param name="plan">The question.</param>
    /// <param name="options">Weights.</param>
    /// <param name="allowed">A bit per slot that may be returned.</param>
    /// <param name="best">Room for the result.</param>
    /// <returns>The part of <paramref name="best"/> that is filled, best first.</returns>
    public static Span<ScoredSlot> Search(
        LexicalIndex index, SlotTable slots, QueryPlan plan, RetrievalOptions options, ulong[] allowed, Span<ScoredSlot> best)
    {
        var scores = ArrayPool<float>.Shared.Rent(Math.Max(1, slots.Length));
        try
        {
            var accumulators = scores.AsSpan(0, slots.Length);
            accumulators.Clear();
            Accumulate(index, plan, options, QueryField.Word, accumulators);
            Accumulate(index, plan, options, QueryField.Bigram, accumulators);
            return Select(accumulators, allowed, best);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }

    private static void Accumulate(LexicalIndex index, QueryPlan plan, RetrievalOptions options, QueryField field, Span<float> scores)
    {
        var isWord = field == QueryField.Word;
        var average = isWord ? plan.AverageWords : plan.AverageBigrams;
        var saturation = options.K1 + 1;
        var related = (isWord ? options.WordWeight : options.BigramWeight) * saturation;
        var lengths = isWord ? index.WordLengths : index.BigramLengths;
        Span<float> norms = stackalloc float[LengthLevels];
        for (var i = 0; i < norms.Length; i++) norms[i] = options.K1 * (1 - options.B + options.B * i / average);
        var isMixed = plan.Words.Any(word => word.IsHangul);
        foreach (var word in plan.Words)
        {
            // A Hangul word counts in both fields; in a question of both scripts a Latin one must not count for less.
            var own = isWord && isMixed && word.IsLatin ? (options.WordWeight + UsualBigrams * options.BigramWeight) * saturation : related;
            foreach (var key in word.Keys)
            {
                if (key.Field == field) AddPostings(index.Postings(key.Key), plan.Idf(key.Key) * key.Weight * own, norms, lengths, scores);
            }
            foreach (var key in word.Related)
            {
                if (key.Field == field) AddPostings(index.Postings(key.Key), plan.Idf(key.Key) * key.Weight * related, norms, lengths, scores);
            }
        }
    }

    private static void AddPostings(
        ReadOnlySpan<uint> postings, float weight, ReadOnlySpan<float> norms, ReadOnlySpan<ushort> lengths, Span<float> scores)
    {
        foreach (var posting in postings)
        {
            var slot = PostingList.Slot(posting);
            var count = (float)PostingList.Times(posting);
            scores[slot] += weight * count / (count + norms[Math.Min((int)lengths[slot], LengthLevels - 1)]);
        }
    }

    private static Span<ScoredSlot> Select(ReadOnlySpan<float> scores, ulong[] allowed, Span<ScoredSlot> best)
    {
        var top = new TopSlots(best);
        var threshold = 0f;
        for (var slot = 0; slot < scores.Length; slot++)
        {
            if (scores[slot] <= threshold || (allowed[slot >> 6] >> (slot & 63) & 1) == 0) continue;
            top.Add(slot, scores[slot]);
            threshold = Math.Max(0, top.Threshold);
        }
        return top.Sorted();
    }
}
