using System.Globalization;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>Durations of one kind of work, in milliseconds.</summary>
internal sealed class Percentiles
{
    private readonly List<double> _samples = [];

    public void Add(TimeSpan duration) => _samples.Add(duration.TotalMilliseconds);

    public double At(double share)
    {
        _samples.Sort();
        return _samples.Count == 0 ? double.NaN : _samples[(int)Math.Min(_samples.Count - 1, share * _samples.Count)];
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):F3} ms, p95 {At(0.95):F3} ms, p99 {At(0.99):F3} ms, n {_samples.Count}");
}
