namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>A task as the planner knows it: when, after what, and how it may be moved.</summary>
internal sealed record ScheduledTask
{
    /// <summary>Unique, for example <c>health_check</c>.</summary>
    public required string Name { get; init; }

    public required TaskPriority Priority { get; init; }

    public required TaskSchedule Schedule { get; init; }

    /// <summary>Tasks that must have succeeded since this one last started, and must not be running now.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>A run that takes longer is cancelled.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How far a heavy task may be moved into a quiet hour, as a share of its interval: 0 (never) to 0.5.</summary>
    public double Tolerance { get; init; }

    /// <summary>Who says that there is this task; changes nothing in the plan.</summary>
    public TaskOrigin Origin { get; init; }

    /// <summary>False for tasks whose interval load must not stretch, such as the daily routine.</summary>
    public bool IsScaled => Schedule.At is null;
}
