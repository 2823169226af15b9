namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>The last probes of a service.</summary>
internal sealed class RecentProbes
{
    public required string Target { get; init; }

    /// <summary>How many of the last three found it down.</summary>
    public int Down { get; init; }

    /// <summary>Median of the last five that found it up, in milliseconds; null when there are fewer.</summary>
    public double? Median { get; init; }

    /// <summary>What the last one that found it down said.</summary>
    public string? Detail { get; init; }
}
