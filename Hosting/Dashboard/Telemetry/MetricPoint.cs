namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>One value at one time. Sums and histograms are as sent, mostly cumulative since <paramref name="Start"/>.</summary>
/// <param name="Start">Start of the interval; null when not given.</param>
/// <param name="Time">End of the interval.</param>
/// <param name="Value">A gauge's or sum's value; the sum of a histogram or summary.</param>
/// <param name="Count">Number of values in a histogram or summary, else null.</param>
/// <param name="Min">Smallest value of a histogram, when sent.</param>
/// <param name="Max">Largest value of a histogram, when sent.</param>
/// <param name="Bounds">Upper bounds of a histogram's buckets but the last.</param>
/// <param name="BucketCounts">Values in each bucket, one more than bounds.</param>
internal sealed record MetricPoint(
    DateTimeOffset? Start, DateTimeOffset Time, double Value, ulong? Count = null, double? Min = null, double? Max = null,
    double[]? Bounds = null, ulong[]? BucketCounts = null)
{
    public int Size => 120 + 8 * (Bounds?.Length ?? 0) + 8 * (BucketCounts?.Length ?? 0);
}
