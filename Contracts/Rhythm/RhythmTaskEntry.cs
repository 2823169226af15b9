namespace LocalAi.Contracts.Rhythm;

/// <summary>A task, what the scheduler decided about it, and why. Times are UTC.</summary>
public sealed record RhythmTaskEntry
{
    public required string Name { get; init; }

    /// <summary>critical, high, medium or low.</summary>
    public required string Priority { get; init; }

    /// <summary>built-in, configured (in the settings) or added (over REST; can be changed and removed there).</summary>
    public string? Origin { get; init; }

    /// <summary><c>every 00:10:00</c> or <c>daily at 03:00</c>.</summary>
    public required string Schedule { get; init; }

    public IReadOnlyList<string> DependsOn { get; set; } = [];

    /// <summary>run, wait or skip.</summary>
    public required string Decision { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>When the decision can change by time alone.</summary>
    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? RunningSince { get; init; }

    public DateTimeOffset? LastStarted { get; init; }

    public DateTimeOffset? LastEnded { get; init; }

    public DateTimeOffset? LastSucceeded { get; init; }

    public int ConsecutiveFailures { get; init; }

    /// <summary>Why it is paused.</summary>
    public string? Paused { get; init; }
}
