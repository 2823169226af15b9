using LocalAi.Rag.Retrieval.Fusion;
using LocalAi.Rag.Retrieval.Queries;
using LocalAi.Text.Normalization;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>Second stage: coverage, proximity, repetitions and the decision to abstain.</summary>
internal sealed class CandidateRanker(RetrievalOptions options)
{
    /// <summary>Title, heading and text are far apart for the proximity of words.</summary>
    private const int PartDistance = 1000;

    /// <summary>From here on a word counts as found.</summary>
    private const float MatchedStrength = 0.3f;

    /// <summary>A name is there or it is not: half of an error code is another one.</summary>
    private const float NameStrength = 0.5f;

    /// <summary>A noun that other texts have weighs so much more where it is missing: this one is about something else, not said in other words.</summary>
    private const float KnownElsewhere = 1.25f;

    /// <summary>A text with "two degrees" tells the temperature without the word.</summary>
    private const float MeasureStrength = 0.4f;

    /// <summary>What the coverage of a text is worth that lacks a name of the question, the quantity it asks for or what it counts.</summary>
    private const float OtherThing = 0.6f;

    public RetrievalResult Rank(Candidates candidates, IReadOnlyDictionary<long, ChunkText> texts)
    {
        var plan = candidates.Plan;
        var wanted = Wanted(plan);
        var ranked = new List<RankedCandidate>(candidates.Items.Count);
        foreach (var item in candidates.Items)
        {
            if (texts.TryGetValue(item.ChunkId, out var text)) ranked.Add(Score(item, text, plan, wanted));
        }
        ranked.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Item.ChunkId.CompareTo(b.Item.ChunkId));
        var hits = Diversity.Select(ranked, candidates.Query.Limit, options.RepetitionThreshold);
        return Judge(candidates, ranked, hits);
    }

    private static Dictionary<ulong, int> Wanted(QueryPlan plan)
    {
        var wanted = new Dictionary<ulong, int>();
        foreach (var word in plan.Words)
        {
            foreach (var key in word.Keys) wanted.TryAdd(key.Key, wanted.Count);
            foreach (var key in word.Related) wanted.TryAdd(key.Key, wanted.Count);
        }
        return wanted;
    }

    private RankedCandidate Score(Candidate item, ChunkText text, QueryPlan plan, Dictionary<ulong, int> wanted)
    {
        var evidence = new TextEvidence(wanted);
        Read(text.Text, 0);
        var sketch = evidence.Sketch();
        Read(text.Heading, PartDistance * 1000);
        Read(text.Title, PartDistance * 2000);
        Read(text.Path, PartDistance * 3000);
        float covered = 0, all = 0;
        var isOther = false;
        var matched = new List<string>();
        foreach (var word in plan.Words)
        {
            var strength = WordMatch.Strength(word, evidence, plan);
            var hasMeasure = word.Measure != Measure.None && (strength >= MatchedStrength || Measures.IsIn(word.Measure, text.Text));
            if (hasMeasure) strength = Math.Max(strength, MeasureStrength);
            all += word.Information * (strength < MatchedStrength && plan.IsKnown(word.WordKey) && !word.IsPredicate && !word.IsCommon ? KnownElsewhere : 1);
            covered += word.Information * strength;
            if (strength > MatchedStrength) matched.Add(word.Surface);
            isOther |= word.IsName && strength < NameStrength;
            isOther |= word.Measure != Measure.None && !hasMeasure;
            isOther |= word.IsCounted && strength < MatchedStrength;
        }
        var coverage = all > 0 ? covered / all : 0;
        var proximity = Proximity.Score(plan.Words, evidence);
        var score = (1 - options.CoverageWeight - options.ProximityWeight) * item.Fused + options.CoverageWeight * coverage + options.ProximityWeight * proximity;
        return new RankedCandidate(item, score, isOther ? coverage * OtherThing : coverage, proximity, matched, sketch);

        void Read(string part, int offset)
        {
            if (part.Length == 0) return;
            var sink = new EvidenceSink(evidence, offset);
            TermAnalyzer.Analyze(TextNormalizer.Normalize(part).Value, ref sink);
        }
    }

    private RetrievalResult Judge(Candidates candidates, List<RankedCandidate> ranked, List<RetrievalHit> hits)
    {
        var coverage = ranked.Count == 0 ? 0 : ranked.Max(candidate => candidate.Coverage);
        var confident = DenseTrust.Confident(candidates.Query.EmbeddingModel);
        var dense = candidates.Mode == RetrievalMode.Lexical ? 0 : ranked.Where(candidate => candidate.Item.Dense >= confident).Select(candidate => candidate.Item.Dense).DefaultIfEmpty().Max();
        var abstain = hits.Count == 0 || (coverage < options.AbstainCoverage && dense < confident);
        var reason = hits.Count == 0 ? "Nothing in the collections matches the question."
            : abstain ? FormattableString.Invariant($"The best match covers {coverage:P0} of the question; an answer needs {options.AbstainCoverage:P0}.")
            : dense >= confident && coverage < options.AbstainCoverage ? FormattableString.Invariant($"Similar in meaning ({dense:F2}), few words in common.")
            : FormattableString.Invariant($"The best match covers {coverage:P0} of the question.");
        return new RetrievalResult(hits, candidates.Mode, abstain, coverage, reason);
    }
}
