using LocalAi.Text.Normalization;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>The terms of one chunk, made outside the lock and added inside it.</summary>
internal sealed class AnalyzedChunk
{
    private const int MaxFieldLength = ushort.MaxValue;

    public TermCounts Terms { get; } = new();

    public ushort WordLength { get; private set; }

    public ushort BigramLength { get; private set; }

    /// <summary>Terms of title, heading and path count as often as their boost says.</summary>
    public void Analyze(ChunkEntry chunk, RetrievalOptions options)
    {
        Terms.Clear();
        int words = 0, bigrams = 0;
        Add(chunk.Text, 1);
        Add(chunk.Heading, options.HeadingBoost);
        Add(chunk.Title, options.TitleBoost);
        Add(chunk.Path, options.PathBoost);
        WordLength = (ushort)Math.Min(words, MaxFieldLength);
        BigramLength = (ushort)Math.Min(bigrams, MaxFieldLength);

        void Add(string text, int times)
        {
            if (text.Length == 0 || times == 0) return;
            var normalized = TextNormalizer.Normalize(text).Value;
            var sink = new CountingSink(Terms, normalized, times);
            TermAnalyzer.Analyze(normalized, ref sink);
            words += sink.Words;
            bigrams += sink.Bigrams;
        }
    }
}
