namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Means over a window; null where nothing was sampled.</summary>
internal sealed class Benchmark
{
    public double? Cpu { get; init; }

    public double? ForeignCpu { get; init; }

    public double? UsedMemory { get; init; }

    /// <summary>The target with the greatest median.</summary>
    public string? Slowest { get; init; }

    /// <summary>Milliseconds.</summary>
    public double? SlowestMedian { get; init; }

    /// <summary>Share of the probes that found their target up.</summary>
    public double? Availability { get; init; }
}
