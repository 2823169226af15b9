using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Evaluation;

/// <summary>What the worst embedding model would give: the same text the same vector, any two texts unrelated ones.</summary>
internal static class NoiseVector
{
    private const int Dimension = 384;

    public static float[] Of(string text)
    {
        var state = TermHash.Word(text) | 1;
        var vector = new float[Dimension];
        for (var i = 0; i < vector.Length; i++)
        {
            // xorshift64*: a fixed sequence, whatever the runtime.
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            vector[i] = (int)((state * 2685821657736338717UL) >> 40) / (float)(1 << 23) - 1;
        }
        return vector;
    }
}
