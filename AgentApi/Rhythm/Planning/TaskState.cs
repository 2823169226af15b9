namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>What has happened to a task so far. Times are UTC.</summary>
internal sealed record TaskState
{
    /// <summary>When the task became known; counts as its last run until there is one.</summary>
    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? LastStarted { get; init; }

    /// <summary>End of the last run, whatever its outcome.</summary>
    public DateTimeOffset? LastEnded { get; init; }

    public DateTimeOffset? LastSucceeded { get; init; }

    /// <summary>Failed runs since the last success.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Not null while a run is in flight.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>Not null while a run that was told to end goes on all the same. It holds no lane, but its task must not run beside itself.</summary>
    public DateTimeOffset? StuckSince { get; init; }

    /// <summary>An event or a person asked for a run, with the reason.</summary>
    public RunRequest? Request { get; init; }

    /// <summary>Why it is paused, or null.</summary>
    public string? Paused { get; init; }

    /// <summary>From here intervals count: the end of the last run, or the beginning.</summary>
    public DateTimeOffset LastActivity => LastEnded ?? Since;
}
