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

    /// <summary>Discounted gain of the first ten over the best possible.</summary>
    public double Ndcg
    {
        get
        {
            var gain = Discounted(Passages.Select(id => Query.Relevant.GetValueOrDefault(id)));
            var ideal = Discounted(Query.Relevant.Values.OrderDescending());
            return ideal == 0 ? 0 : gain / ideal;
        }
    }

    public double Recall => Query.Relevant.Count == 0 ? 0
        : (double)Passages.Take(RecallDepth).Count(Query.Relevant.ContainsKey) / Math.Min(RecallDepth, Query.Relevant.Count);

    public bool IsHitAtOne => Passages.Count > 0 && Query.Relevant.ContainsKey(Passages[0]);

    private static double Discounted(IEnumerable<double> gains) => gains.Take(NdcgDepth).Select((gain, i) => gain / Math.Log2(i + 2)).Sum();
}
