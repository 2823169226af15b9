namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>When a task is due: an interval counted from the completion of its last run, or once a day at a local time.</summary>
/// <param name="Interval">The interval; one day for a daily task.</param>
/// <param name="At">Local time of day for a daily task, else null.</param>
internal sealed record TaskSchedule(TimeSpan Interval, TimeOnly? At = null)
{
    public static TaskSchedule Every(TimeSpan interval) => new(interval);

    public static TaskSchedule Daily(TimeOnly at) => new(TimeSpan.FromDays(1), at);
}
