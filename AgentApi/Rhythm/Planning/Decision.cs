namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>What the planner decided for one task, and why, in words a user understands.</summary>
/// <param name="task">Name of the task.</param>
/// <param name="kind">Run now, wait, or skip.</param>
/// <param name="until">For waiting: when the answer can change by time alone; null when only an event changes it.</param>
/// <param name="reason">Makes the sentence when somebody reads it: a live loop plans every second and reads almost none.</param>
internal sealed class Decision(string task, DecisionKind kind, DateTimeOffset? until, Func<string> reason)
{
    public string Task { get; } = task;

    public DecisionKind Kind { get; } = kind;

    public DateTimeOffset? Until { get; } = until;

    /// <summary>One sentence.</summary>
    public string Reason => reason();
}
