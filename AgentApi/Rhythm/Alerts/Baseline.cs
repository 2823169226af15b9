namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>What is normal for a service on this machine: median and median absolute deviation of a week of its probes, in milliseconds.</summary>
internal sealed class Baseline
{
    /// <summary>Fewer probes say nothing; 100 take about 17 hours.</summary>
    public const int SamplesNeeded = 100;

    // Makes the median absolute deviation of a normal distribution its standard deviation.
    private const double Consistency = 1.4826;

    public required string Target { get; init; }

    public int Samples { get; init; }

    public double Median { get; init; }

    public double Deviation { get; init; }

    public bool IsLearned => Samples >= SamplesNeeded;

    /// <summary>Clearly slow: six deviations, and at least twice the median and 50 ms more, because very steady services have next to no deviation.</summary>
    public double On => Math.Max(Median + (6 * Consistency * Deviation), Math.Max(Median * 2, Median + 50));

    /// <summary>Normal again.</summary>
    public double Off => Math.Max(Median + (3 * Consistency * Deviation), Math.Max(Median * 1.5, Median + 25));
}
