namespace LocalAi.Gateway.Routing.Auto;

/// <summary>What one turn says by itself: the sum of the weights of its features, each counted once. Pure and deterministic.</summary>
internal static class TurnScorer
{
    /// <summary>However much a long text holds, it says no more than this.</summary>
    private const double Most = 8;

    public static TurnScore Score(string text)
    {
        var found = new List<Evidence>();
        var seen = new HashSet<string>(ReferenceEqualityComparer.Instance);
        var sum = 0.0;
        FeatureReader.Read(TextToWorkOn.Leave(text), name =>
        {
            if (FeatureWeights.TryFind(name, out var evidence) && seen.Add(evidence.What))
            {
                found.Add(evidence);
                sum += evidence.Weight;
            }
        });
        return new TurnScore(Math.Clamp(sum, -Most, Most), found);
    }
}
