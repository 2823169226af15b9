namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>The analysed question with the statistics of the collections it is put to.</summary>
internal sealed class QueryPlan(IReadOnlyList<QueryWord> words)
{
    private readonly Dictionary<ulong, float> _idf = [];

    /// <summary>Words that count.</summary>
    public IReadOnlyList<QueryWord> Words { get; } = words;

    /// <summary>Chunks in all collections.</summary>
    public long Chunks { get; set; }

    public float AverageWords { get; set; } = 1;

    public float AverageBigrams { get; set; } = 1;

    /// <summary>Inverse document frequency of a key over all collections; 0 for a key nobody holds.</summary>
    public float Idf(ulong key) => _idf.GetValueOrDefault(key);

    public bool IsKnown(ulong key) => _idf.ContainsKey(key);

    public void SetFrequency(ulong key, int frequency)
    {
        if (frequency > 0) _idf[key] = InverseFrequency(frequency);
    }

    /// <summary>Robertson and Spärck Jones's idf, kept positive: ln(1 + (N - n + 0.5) / (n + 0.5)).</summary>
    public float InverseFrequency(int frequency)
    {
        // Deleted chunks that are not swept yet may count above the total.
        var n = Math.Min(frequency, Chunks);
        return MathF.Log(1 + (Chunks - n + 0.5f) / (n + 0.5f));
    }
}
