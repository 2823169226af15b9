using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Answers;

/// <summary>An answer without a model: the sentences of the sources that say most about the question, word by word, each with its citation.</summary>
internal static class ExtractiveAnswer
{
    /// <summary>A source must be this near to the best one to be quoted.</summary>
    private const double ScoreShare = 0.6;

    /// <summary>A sentence must say this much, compared with the best one. The best source is always quoted: it may have been found by its heading.</summary>
    private const float WorthShare = 0.55f;

    public static IEnumerable<AnswerPart> Create(Findings findings, int sentences, string? note)
    {
        var picked = Pick(findings, sentences);
        for (var i = 0; i < picked.Count; i++)
        {
            yield return AnswerPart.Of((i == 0 ? "" : "\n\n") + picked[i].Text + " [" + picked[i].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "]");
        }

        yield return new AnswerPart
        {
            End = new AnswerEnd(AnswerMode.Extractive) { Citations = [.. picked.Select(p => p.Number).Distinct().Order()], Note = note },
        };
    }

    private static List<(int Number, string Text)> Pick(Findings findings, int most)
    {
        if (findings.Chunks.Count == 0)
        {
            return [];
        }

        var top = findings.Chunks[0].Source.Score;
        var scored = findings.Chunks
            .Where(c => c.Source.Score >= top * ScoreShare)
            .SelectMany(c => findings.Sentences.Score(c.Text).Select((s, i) => (c.Source.N, s.Text, Worth: Weigh(s.Worth, c.Source.Score, top), Order: i)))
            .ToList();
        var best = scored.Max(s => s.Worth);
        var leading = scored.Where(s => s.N == 1).MaxBy(s => s.Worth).Worth;
        var picked = scored
            .Where(s => s.Worth >= best * WorthShare || (s.N == 1 && s.Worth >= leading))
            .OrderByDescending(s => s.N == 1 && s.Worth >= leading).ThenByDescending(s => s.Worth).ThenBy(s => s.N).ThenBy(s => s.Order)
            .DistinctBy(s => s.Text)
            .Take(most)
            .ToList();
        return [.. picked.OrderBy(s => s.N).ThenBy(s => s.Order).Select(s => (s.N, s.Text))];
    }

    /// <summary>Half of a sentence's worth is its own, half depends on how good its source is.</summary>
    private static float Weigh(float worth, double score, double top) => worth * (float)(0.5 + (0.5 * score / Math.Max(top, 1e-9)));
}
