namespace LocalAi.Rag.Retrieval.Ranking;

/// <summary>What one candidate's text holds of the question.</summary>
internal sealed class TextEvidence(IReadOnlyDictionary<ulong, int> wanted)
{
    private const int MaxPositions = 16;
    private readonly List<int>?[] _positions = new List<int>?[wanted.Count];
    private readonly HashSet<ulong> _terms = [];

    public bool Has(ulong key) => wanted.TryGetValue(key, out var index) && _positions[index] is not null;

    /// <summary>Where a key stands, in words from the beginning.</summary>
    public IReadOnlyList<int> Positions(ulong key) => wanted.TryGetValue(key, out var index) ? _positions[index] ?? [] : [];

    public void Add(ulong key, int position)
    {
        _terms.Add(key);
        if (!wanted.TryGetValue(key, out var index)) return;
        var positions = _positions[index] ??= [];
        if (positions.Count < MaxPositions) positions.Add(position);
    }

    public TermSketch Sketch() => new(_terms);
}
