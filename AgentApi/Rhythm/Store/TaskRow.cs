using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Store;

internal sealed class TaskRow
{
    public required string Name { get; init; }

    public DateTime Since { get; init; }

    public DateTime? LastStarted { get; init; }

    public DateTime? LastEnded { get; init; }

    public DateTime? LastSucceeded { get; init; }

    public int ConsecutiveFailures { get; init; }

    public DateTime? RunningSince { get; init; }

    public string? RequestReason { get; init; }

    public bool RequestManual { get; init; }

    public string? Paused { get; init; }

    public TaskState ToState() => new()
    {
        Since = Since,
        LastStarted = LastStarted,
        LastEnded = LastEnded,
        LastSucceeded = LastSucceeded,
        ConsecutiveFailures = ConsecutiveFailures,
        RunningSince = RunningSince,
        Request = RequestReason is null ? null : new RunRequest(RequestReason, RequestManual),
        Paused = Paused,
    };
}
