using LocalAi.Text.Normalization;
using LocalAi.Text.Tokens;

namespace LocalAi.Text.Vectors;

/// <summary>
/// A vector without a model: signed hashing of words, syllable bigrams and jamo 4-grams into 384 dimensions (feature hashing, Weinberger
/// et al. 2009), length 1. It measures shared spelling, not meaning: good for near-duplicates and as a stand-in, never mixed with a model's.
/// </summary>
public static class HashedVector
{
    public const int Dimension = 384;

    /// <summary>Name that is stored with every vector; a change of the algorithm is a new name.</summary>
    public const string ModelName = "hash-384-v2";

    /// <summary>The vector of a text; all zero for a text without a letter or digit.</summary>
    public static float[] Compute(string text)
    {
        var normalized = TextNormalizer.Normalize(text).Value;
        var sink = new HashedVectorSink(new float[Dimension], normalized);
        TermAnalyzer.Analyze(normalized, ref sink);
        return sink.Finish();
    }
}
