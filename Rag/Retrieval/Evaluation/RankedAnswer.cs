namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>What retrieval gave for one question.</summary>
/// <param name="Query">The question.</param>
/// <param name="Passages">Passage ids, best first.</param>
/// <param name="Abstained">It said "not in your documents".</param>
/// <param name="Coverage">Best coverage, 0 to 1.</param>
internal sealed record RankedAnswer(EvaluationQuery Query, IReadOnlyList<string> Passages, bool Abstained, float Coverage)
{
    private const int NdcgDepth = 10;
    private const int RecallDepth = 5;

    /// <summary>Discounted gain of the first ten over the best possible; binary relevance.</summary>
    public double Ndcg
    {
        get
        {
            double gain = 0, ideal = 0;
            for (var i = 0; i < NdcgDepth; i++)
            {
                if (i < Passages.Count && Query.Relevant.Contains(Passages[i])) gain += 1 / Math.Log2(i + 2);
                if (i < Query.Relevant.Count) ideal += 1 / Math.Log2(i + 2);
            }
            return ideal == 0 ? 0 : gain / ideal;
        }
    }

    public double Recall => Query.Relevant.Count == 0 ? 0
        : (double)Passages.Take(RecallDepth).Count(Query.Relevant.Contains) / Math.Min(RecallDepth, Query.Relevant.Count);

    public bool IsHitAtOne => Passages.Count > 0 && Query.Relevant.Contains(Passages[0]);
}
