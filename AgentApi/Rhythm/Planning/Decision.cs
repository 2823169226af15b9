namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>What the planner decided for one task, and why, in words a user understands. The sentence is made when somebody reads it: a live loop plans every second and reads almost none.</summary>
internal sealed class Decision
{
    private readonly Func<Decision, string> _reason;

    /// <param name="task">Name of the task.</param>
    /// <param name="kind">Run now, wait, or skip.</param>
    /// <param name="until">For waiting: when the answer can change by time alone; null when only an event changes it.</param>
    /// <param name="reason">Makes the sentence.</param>
    public Decision(string task, DecisionKind kind, DateTimeOffset? until, Func<string> reason) =>
        (Task, Kind, Until, _reason) = (task, kind, until, _ => reason());

    /// <summary>Waits, for a reason that is told by what was decided on.</summary>
    public Decision(PlanRequest request, ScheduledTask task, TaskState state, DateTimeOffset? until, Func<Decision, string> reason) =>
        (Request, Definition, State, Task, Kind, Until, _reason) = (request, task, state, task.Name, DecisionKind.Wait, until, reason);

    public string Task { get; }

    public DecisionKind Kind { get; }

    public DateTimeOffset? Until { get; }

    public PlanRequest? Request { get; }

    public ScheduledTask? Definition { get; }

    public TaskState? State { get; }

    /// <summary>One sentence.</summary>
    public string Reason => _reason(this);
}
