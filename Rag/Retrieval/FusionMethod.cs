namespace LocalAi.Rag.Retrieval;

internal enum FusionMethod
{
    /// <summary>Weighted sum of the arms' scores, each scaled to its own best: better than ranks when one arm is weak.</summary>
    Normalized,
    /// <summary>Reciprocal rank fusion (Cormack et al. 2009).</summary>
    ReciprocalRank,
}
