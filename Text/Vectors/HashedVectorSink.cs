using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Tokens;

namespace LocalAi.Text.Vectors;

/// <summary>Adds up features: words 1, parts 0.7, bigrams 0.5, jamo and letter 4-grams 0.3; words that only ask count a fifth.</summary>
internal readonly struct HashedVectorSink(float[] vector, string text) : ITermSink
{
    private const float WordWeight = 1f;
    private const float PartWeight = 0.7f;
    private const float BigramWeight = 0.5f;
    private const float GramWeight = 0.3f;
    private const float StopFactor = 0.2f;
    private const int GramLength = 4;

    public void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position)
    {
        Span<char> surface = stackalloc char[RunScanner.MaxRunLength];
        var length = text.AsSpan(run.Start, run.Length).ToLowerInvariant(surface);
        var factor = StopWords.Contains(surface[..length]) ? StopFactor : 1f;
        Add(TermHash.Word(term), factor * (kind == TermKind.Word ? WordWeight : PartWeight));
        if (kind == TermKind.Word) AddGrams(term, factor);
    }

    public void Bigram(TermKind kind, char first, char second, Run run, int position) => Add(TermHash.Bigram(first, second), BigramWeight);

    /// <summary>The vector with length 1.</summary>
    public float[] Finish()
    {
        var sum = 0f;
        // Square roots dampen a word that is repeated often.
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = MathF.CopySign(MathF.Sqrt(MathF.Abs(vector[i])), vector[i]);
            sum += vector[i] * vector[i];
        }
        if (sum == 0) return vector;
        var scale = 1 / MathF.Sqrt(sum);
        for (var i = 0; i < vector.Length; i++) vector[i] *= scale;
        return vector;
    }

    private void AddGrams(ReadOnlySpan<char> term, float factor)
    {
        Span<char> jamo = stackalloc char[RunScanner.MaxRunLength * 3];
        var length = Hangul.Decompose(term, jamo);
        for (var i = 0; i + GramLength <= length; i++) Add(TermHash.Word(jamo.Slice(i, GramLength)) * 31, factor * GramWeight);
    }

    private void Add(ulong key, float weight)
    {
        // The low bits choose the dimension, one of the high bits the sign.
        var dimension = (int)((key & 0xFFFF_FFFF) % (uint)vector.Length);
        vector[dimension] += (key >> 63) == 0 ? weight : -weight;
    }
}
