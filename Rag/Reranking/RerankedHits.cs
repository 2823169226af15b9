using LocalAi.Rag.Retrieval;

namespace LocalAi.Rag.Reranking;

/// <summary>Hits in the order to use.</summary>
/// <param name="Hits">Best first.</param>
/// <param name="Milliseconds">Wait for the reranker; null when it was not asked.</param>
/// <param name="Problem">Why the order is still that of the search; null when it is not, or no reranker is configured.</param>
internal sealed record RerankedHits(IReadOnlyList<RetrievalHit> Hits, double? Milliseconds = null, string? Problem = null);
