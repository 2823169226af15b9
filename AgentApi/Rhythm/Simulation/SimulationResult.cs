namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>What a simulated week cost and delivered.</summary>
internal sealed record SimulationResult
{
    public required string Policy { get; init; }

    /// <summary>Starts of a task while it was already running, per day.</summary>
    public required double OverlapsPerDay { get; init; }

    /// <summary>Runs started while a task they depend on was running or had not succeeded, without being starved.</summary>
    public required int DependencyViolations { get; init; }

    public required int MostRunning { get; init; }

    /// <summary>Largest CPU demand of tasks at once, in percent of one core.</summary>
    public required double MostDemand { get; init; }

    /// <summary>Share of the user's CPU time that tasks took away, in percent.</summary>
    public required double ForegroundLost { get; init; }

    /// <summary>Largest (now − last success) ÷ interval over critical tasks.</summary>
    public required double CriticalStaleness { get; init; }

    /// <summary>The same over medium and low tasks.</summary>
    public required double OtherStaleness { get; init; }

    /// <summary>Changes of the load level per day.</summary>
    public required double FlipsPerDay { get; init; }

    /// <summary>Jain's fairness index over the tasks' mean staleness: 1 is equal.</summary>
    public required double Jain { get; init; }

    /// <summary>Task-minutes per day while the user's own load was over 60 %.</summary>
    public required double CollisionMinutesPerDay { get; init; }

    public required double RunsPerDay { get; init; }

    /// <summary>One line per start and end, the same bytes for the same seed.</summary>
    public required string Log { get; init; }
}
