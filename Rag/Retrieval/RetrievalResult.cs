namespace LocalAi.Rag.Retrieval;

/// <summary>Ranked hits and the verdict whether they answer the question at all.</summary>
/// <param name="Hits">Best first, at most the limit of the question.</param>
/// <param name="Mode">The arms that took part.</param>
/// <param name="Abstain">True when nothing found is good enough to answer from: no citations then.</param>
/// <param name="Coverage">Best share of the question's information that one chunk holds, 0 to 1.</param>
/// <param name="Reason">One sentence for users and logs.</param>
internal sealed record RetrievalResult(
    IReadOnlyList<RetrievalHit> Hits,
    RetrievalMode Mode,
    bool Abstain,
    float Coverage,
    string Reason);
