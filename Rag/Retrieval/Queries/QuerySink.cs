using LocalAi.Text.Korean;
using LocalAi.Text.Lexicon;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>Collects the words of a question.</summary>
internal readonly struct QuerySink(string text, List<QueryWord> words, int limit) : ITermSink
{
    private const float AlternativeWeight = 0.6f;
    private const float PartWeight = 0.7f;
    private const float TailWeight = 0.5f;
    private const float BridgeWeight = 0.5f;

    public void Word(TermKind kind, ReadOnlySpan<char> term, Run run, int position)
    {
        var surface = text.AsSpan(run.Start, run.Length);
        if (kind == TermKind.Word)
        {
            if (words.Count == limit) return;
            Span<char> lower = stackalloc char[surface.Length];
            surface.ToLowerInvariant(lower);
            words.Add(new QueryWord(surface.ToString(), term.ToString(), Hangul.IsSyllable(surface[0]), StopWords.Contains(lower) && !IsLetterOfWord(run))
            {
                IsName = Names.IsName(text, run, isFirst: words.Count == 0),
            });
        }
        if (words.Count == 0 || !surface.SequenceEqual(words[^1].Surface)) return;
        var weight = kind switch { TermKind.Alternative => AlternativeWeight, TermKind.Part => PartWeight, _ => 1f };
        words[^1].Keys.Add(new QueryKey(TermHash.Word(term), QueryField.Word, weight, kind));
    }

    public void Bigram(TermKind kind, char first, char second, Run run, int position)
    {
        if (words.Count == 0 || !text.AsSpan(run.Start, run.Length).SequenceEqual(words[^1].Surface)) return;
        var weight = kind switch { TermKind.Tail => TailWeight, TermKind.Bridge => BridgeWeight, _ => 1f };
        words[^1].Keys.Add(new QueryKey(TermHash.Bigram(first, second), QueryField.Bigram, weight, kind));
    }

    /// <summary>A single letter that belongs to a Korean word is no article and no s after an apostrophe: T점수, 비타민A.</summary>
    private bool IsLetterOfWord(Run run) => run.Kind == RunKind.Latin && run.Length == 1
        && ((run.End < text.Length && Hangul.IsSyllable(text[run.End])) || (run.Start > 0 && Hangul.IsSyllable(text[run.Start - 1])));
}
