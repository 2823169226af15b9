using LocalAi.Rag.Retrieval.Queries;

namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>How close neighbouring words of the question stand together in the text.</summary>
internal static class Proximity
{
    /// <summary>Mean over neighbouring word pairs of 1 / distance in words; 0 when no pair is found.</summary>
    public static float Score(IReadOnlyList<QueryWord> words, TextEvidence evidence)
    {
        if (words.Count < 2) return 0;
        var sum = 0f;
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var distance = Distance(Positions(words[i], evidence), Positions(words[i + 1], evidence));
            if (distance < int.MaxValue) sum += 1f / Math.Max(1, distance);
        }
        return sum / (words.Count - 1);
    }

    private static IReadOnlyList<int> Positions(QueryWord word, TextEvidence evidence)
    {
        foreach (var key in word.Keys)
        {
            if (evidence.Has(key.Key)) return evidence.Positions(key.Key);
        }
        return [];
    }

    private static int Distance(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        var best = int.MaxValue;
        foreach (var a in first)
        {
            foreach (var b in second) best = Math.Min(best, Math.Abs(a - b));
        }
        return best;
    }
}
