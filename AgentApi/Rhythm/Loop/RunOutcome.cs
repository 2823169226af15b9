namespace LocalAi.AgentApi.Rhythm.Loop;

/// <param name="Task">Name of the task.</param>
/// <param name="Run">Id of the run; null when it started while the database was away.</param>
/// <param name="Epoch">Epoch it ran under.</param>
/// <param name="Reason">Why it ran.</param>
/// <param name="StartedAt">Rhythm's time.</param>
/// <param name="EndedAt">Rhythm's time.</param>
/// <param name="Outcome">succeeded, failed, timeout, cancelled or waiting (for a person).</param>
/// <param name="Summary">What it did, or what went wrong.</param>
internal sealed record RunOutcome(
    string Task, long? Run, long Epoch, string Reason, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Outcome, string Summary)
{
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Timeout = "timeout";
    public const string Cancelled = "cancelled";
    public const string Waiting = "waiting";

    public bool IsSuccess => Outcome == Succeeded;
}
