namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>Means over one minute; shares 0 to 1.</summary>
internal sealed class LoadMinute
{
    /// <summary>Begin of the minute, UTC.</summary>
    public DateTime At { get; init; }

    public double Cpu { get; init; }

    public double ForeignCpu { get; init; }

    public double UsedMemory { get; init; }

    public double AvailableMemory { get; init; }

    public double? MemoryPressure { get; init; }
}
