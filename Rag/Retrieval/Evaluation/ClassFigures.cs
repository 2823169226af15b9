namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>Figures of one class of questions; null where it has none of that kind.</summary>
/// <param name="Class">The class.</param>
/// <param name="Queries">Questions in it.</param>
/// <param name="Ndcg">nDCG@10, mean over the answerable ones, as are the next two.</param>
/// <param name="Recall">Recall@5.</param>
/// <param name="HitAtOne">Share whose first hit is right.</param>
/// <param name="Abstained">Share of the unanswerable ones that were refused, as they should be.</param>
/// <param name="FalselyAbstained">Share of the answerable ones that were refused.</param>
internal sealed record ClassFigures(
    string Class, int Queries, double? Ndcg, double? Recall, double? HitAtOne, double? Abstained, double? FalselyAbstained);
