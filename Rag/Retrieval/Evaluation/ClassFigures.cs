namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>Figures of one class of questions.</summary>
/// <param name="Class">The class.</param>
/// <param name="Queries">Questions in it.</param>
/// <param name="Ndcg">nDCG@10, mean.</param>
/// <param name="Recall">Recall@5, mean.</param>
/// <param name="HitAtOne">Share of questions whose first hit is right.</param>
/// <param name="Abstained">Share of questions that were refused.</param>
internal sealed record ClassFigures(string Class, int Queries, double Ndcg, double Recall, double HitAtOne, double Abstained);
