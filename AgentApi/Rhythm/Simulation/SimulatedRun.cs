namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>A run in flight.</summary>
internal sealed class SimulatedRun(string task, double cores, double seconds, DateTimeOffset deadline)
{
    public string Task { get; } = task;

    public double Cores { get; } = cores;

    /// <summary>Seconds of work left at full speed.</summary>
    public double Remaining { get; set; } = seconds;

    /// <summary>When it is ended; sleep moves it, because a timeout's clock stands still meanwhile.</summary>
    public DateTimeOffset Deadline { get; set; } = deadline;
}
