using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Lexical;

/// <summary>Counts terms and the lengths of both fields.</summary>
internal struct CountingSink(TermCounts counts, string text, int times) : ITermSink
{
    public int Words { get; private set; }

    public int Bigrams { get; private set; }

    public void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position)
    {
        counts.AddWord(term, kind == TermKind.Word && run.Kind == RunKind.Latin ? text.AsSpan(run.Start, run.Length) : [], kind != TermKind.Alternative, times);
        Words++;
    }

    public void Bigram(TermKind kind, char first, char second, Run run, int position)
    {
        counts.AddBigram(first, second, times);
        Bigrams++;
    }
}
