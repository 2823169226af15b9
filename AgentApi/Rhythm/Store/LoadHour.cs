namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>Means of an hour; shares 0 to 1.</summary>
internal sealed class LoadHour
{
    /// <summary>Begin of the hour, UTC.</summary>
    public DateTime At { get; init; }

    public double Cpu { get; init; }

    public double ForeignCpu { get; init; }
}
