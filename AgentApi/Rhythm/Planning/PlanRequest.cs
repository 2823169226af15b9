namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>Everything a plan depends on; the same request always gives the same plan.</summary>
internal sealed record PlanRequest
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>In order of declaration.</summary>
    public required IReadOnlyList<ScheduledTask> Tasks { get; init; }

    /// <summary>One state per task.</summary>
    public required IReadOnlyDictionary<string, TaskState> States { get; init; }

    public required Load Load { get; init; }

    public required LoadPolicy Policy { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>What load to expect; null until it has been learned.</summary>
    public LoadProfile? Profile { get; init; }
}
