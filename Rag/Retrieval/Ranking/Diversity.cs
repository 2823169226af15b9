namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein 1998) for near-duplicates only: a chunk that repeats a better hit falls behind
/// what is new; different chunks of one subject keep their order.
/// </summary>
internal static class Diversity
{
    /// <summary>What a full repetition loses of its score.</summary>
    private const float Penalty = 0.6f;

    public static List<RetrievalHit> Select(List<RankedCandidate> ranked, int limit, float threshold)
    {
        var hits = new List<RetrievalHit>(Math.Min(limit, ranked.Count));
        var open = ranked.Select(candidate => (Candidate: candidate, candidate.Score, Redundancy: 0f)).ToArray();
        var left = open.Length;
        while (hits.Count < limit && left > 0)
        {
            var best = 0;
            for (var i = 1; i < left; i++)
            {
                if (open[i].Score > open[best].Score || (open[i].Score == open[best].Score && open[i].Candidate.Item.ChunkId < open[best].Candidate.Item.ChunkId)) best = i;
            }
            var chosen = open[best];
            hits.Add(chosen.Candidate.ToHit(Math.Clamp(chosen.Score, 0, 1), chosen.Redundancy));
            open[best] = open[--left];
            for (var i = 0; i < left; i++)
            {
                var similarity = open[i].Candidate.Sketch.Similarity(chosen.Candidate.Sketch);
                if (similarity <= open[i].Redundancy) continue;
                var excess = threshold >= 1 ? 0 : Math.Max(0, (similarity - threshold) / (1 - threshold));
                open[i] = (open[i].Candidate, open[i].Candidate.Score * (1 - Penalty * excess), similarity);
            }
        }
        return hits;
    }
}
