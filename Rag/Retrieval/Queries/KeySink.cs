using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>Adds the keys of a related word with a lower weight.</summary>
internal readonly struct KeySink(List<QueryKey> keys, float weight) : ITermSink
{
    public void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position)
    {
        if (kind == TermKind.Word) keys.Add(new QueryKey(TermHash.Word(term), QueryField.Word, weight, kind));
    }

    public void Bigram(TermKind kind, char first, char second, Run run, int position)
    {
        if (kind == TermKind.Bigram) keys.Add(new QueryKey(TermHash.Bigram(first, second), QueryField.Bigram, weight, kind));
    }
}
