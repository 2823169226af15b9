namespace LocalAi.Rag.Reranking;

/// <summary>Brings a reranker's scores to 0 to 1: probabilities stay what they are, logits (llama.cpp) go through the logistic function.</summary>
internal static class RerankScale
{
    public static float[] ToShares(double[] scores)
    {
        var areShares = Array.TrueForAll(scores, score => score is >= 0 and <= 1);
        return Array.ConvertAll(scores, score => (float)(areShares ? score : 1 / (1 + Math.Exp(-score))));
    }
}
