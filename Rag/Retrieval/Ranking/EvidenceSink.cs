using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>Notes which keys of the question a text holds and where, and a sketch of all its terms.</summary>
internal readonly struct EvidenceSink(TextEvidence evidence, int offset) : ITermSink
{
    public void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position) => evidence.Add(TermHash.Word(term), offset + position);

    public void Bigram(TermKind kind, char first, char second, Run run, int position) =>
        evidence.Add(TermHash.Bigram(first, second), offset + position);
}
