namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>What the probes of one target found over a time.</summary>
internal sealed class TargetHealth
{
    public required string Target { get; init; }

    public int Probes { get; init; }

    public int Down { get; init; }

    /// <summary>Median of the successful probes in milliseconds.</summary>
    public double? Median { get; init; }

    /// <summary>95th percentile of the successful probes in milliseconds.</summary>
    public double? P95 { get; init; }

    /// <summary>What the last unsuccessful probe said.</summary>
    public string? LastDetail { get; init; }

    public double Availability => Probes == 0 ? 1 : 1 - ((double)Down / Probes);
}
