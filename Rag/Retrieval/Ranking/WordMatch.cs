using LocalAi.Rag.Retrieval.Queries;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>How well a text holds one word of the question.</summary>
internal static class WordMatch
{
    /// <summary>All syllable pairs of a word inside a longer one say a little less than the word itself.</summary>
    private const float BigramCredit = 0.9f;

    /// <summary>One pair alone may as well lie across two words (화성 in 동기화성능).</summary>
    private const float SinglePairCredit = 0.7f;

    /// <summary>Another word for it answers the question nearly as well, though it ranks lower.</summary>
    private const float RelatedCredit = 0.7f;

    /// <summary>The same verb in another form.</summary>
    private const float ReadingCredit = 0.75f;

    /// <summary>0 (not at all) to 1 (the word itself).</summary>
    public static float Strength(QueryWord word, TextEvidence evidence, QueryPlan plan)
    {
        var best = 0f;
        float found = 0, all = 0, partsFound = 0, parts = 0, partWeight = 0;
        var pairs = 0;
        // A pair that is not there between two that are lies across the seam of a compound (항생제복용: 제복).
        var (seam, afterFound) = (0f, false);
        foreach (var key in word.Keys)
        {
            if (key.Kind == TermKind.Part)
            {
                // err and quota alone are not ERR_QUOTA_4031: what is missing counts by its information.
                var information = plan.IsKnown(key.Key) ? plan.Idf(key.Key) : plan.InverseFrequency(0);
                parts += information;
                partWeight = key.Weight;
                if (evidence.Has(key.Key)) partsFound += information;
            }
            else if (key.Field == QueryField.Word)
            {
                if (evidence.Has(key.Key)) best = Math.Max(best, key.Kind == TermKind.Alternative ? ReadingCredit : key.Weight);
            }
            else if (key.Kind == TermKind.Bigram)
            {
                var information = plan.IsKnown(key.Key) ? plan.Idf(key.Key) : plan.InverseFrequency(0);
                pairs++;
                if (evidence.Has(key.Key))
                {
                    found += information;
                    all += information;
                    (seam, afterFound) = (0, true);
                }
                else
                {
                    all += seam;
                    if (parts > 0) best = Math.Max(best, partWeight * partsFound / parts);
                    if (!afterFound) all += information;
                    (seam, afterFound) = (afterFound ? information : 0, false);
                }
            }
        }
        all += seam;
        if (parts > 0) best = Math.Max(best, partWeight * partsFound / parts);
        if (all > 0) best = Math.Max(best, (pairs == 1 ? SinglePairCredit : BigramCredit) * found / all);
        foreach (var key in word.Related)
        {
            if (key.Field == QueryField.Word && evidence.Has(key.Key)) best = Math.Max(best, Math.Max(RelatedCredit, key.Weight));
        }
        return best;
    }
}
