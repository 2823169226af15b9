using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Queries;
using LocalAi.Rag.Retrieval.Ranking;
using LocalAi.Text.Normalization;
using LocalAi.Text.Sentences;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Answers;

/// <summary>Finds the sentences of a text that say most about the question: the share of its information they hold, as the ranking counts it.</summary>
internal sealed class SentenceScorer
{
    private const int LongestSentence = 320;
    private const int MostSentences = 200;

    /// <summary>A heading or a question repeats the user's words without answering them.</summary>
    private const float RepeatShare = 0.4f;

    /// <summary>Of sentences that say nothing, one that states something is still the better quote.</summary>
    private const float StatementBonus = 0.01f;

    private readonly QueryPlan _plan;
    private readonly Dictionary<ulong, int> _wanted = [];
    private readonly float _information;

    public SentenceScorer(Candidates candidates)
    {
        _plan = candidates.Plan;
        foreach (var word in _plan.Words)
        {
            _information += word.Information;
            foreach (var key in word.Keys.Concat(word.Related))
            {
                _wanted.TryAdd(key.Key, _wanted.Count);
            }
        }
    }

    /// <summary>The sentences of a text with their worth, in the order of the text. Each is a part of the text, character by character.</summary>
    public List<ScoredSentence> Score(string text)
    {
        var sentences = new List<ScoredSentence>();
        foreach (var (start, length) in Pieces(text).Take(MostSentences))
        {
            var piece = text.Substring(start, length);
            if (piece.Any(char.IsLetterOrDigit))
            {
                sentences.Add(new ScoredSentence(piece, IsStatement(piece) ? Worth(piece) + StatementBonus : Worth(piece) * RepeatShare));
            }
        }

        return sentences;
    }

    /// <summary>The best sentence of a text; the first one when none says anything about the question.</summary>
    public string Best(string text)
    {
        var best = new ScoredSentence("", -1);
        foreach (var sentence in Score(text))
        {
            best = sentence.Worth > best.Worth + 0.001f ? sentence : best;
        }

        return best.Text;
    }

    private static bool IsStatement(string sentence) =>
        sentence[0] != '#' && !sentence.AsSpan().TrimEnd("*_|\" ").EndsWith("?", StringComparison.Ordinal) && !sentence.EndsWith('？');

    private float Worth(string sentence)
    {
        if (_information <= 0)
        {
            return 0;
        }

        var evidence = new TextEvidence(_wanted);
        var sink = new EvidenceSink(evidence, 0);
        TermAnalyzer.Analyze(TextNormalizer.Normalize(sentence).Value, ref sink);
        return _plan.Words.Sum(word => word.Information * WordMatch.Strength(word, evidence, _plan)) / _information;
    }

    private static IEnumerable<(int Start, int Length)> Pieces(string text)
    {
        foreach (var sentence in SentenceSplitter.Split(text))
        {
            if (sentence.Length <= LongestSentence)
            {
                yield return (sentence.Start, sentence.Length);
                continue;
            }

            // Code and tables have no sentences: lines, and of endless lines the beginning of each stretch.
            for (var start = sentence.Start; start < sentence.End;)
            {
                var newline = text.IndexOf('\n', start, sentence.End - start);
                var end = Math.Min(newline < 0 ? sentence.End : newline, start + LongestSentence);
                if (end < sentence.End && char.IsLowSurrogate(text[end]))
                {
                    end--;
                }

                var (from, to) = Trim(text, start, end);
                if (to > from)
                {
                    yield return (from, to - from);
                }

                start = end == newline ? end + 1 : end;
            }
        }
    }

    private static (int From, int To) Trim(string text, int from, int to)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(text[to - 1]))
        {
            to--;
        }

        return (from, to);
    }
}
