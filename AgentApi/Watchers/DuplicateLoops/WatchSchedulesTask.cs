using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Watchers.Reports;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>Every six hours: what schedules and profiles start. They change when a person edits them, so seldom is enough.</summary>
internal sealed class WatchSchedulesTask(ScheduleWatch watch, WatchDesk desk, RhythmClock clock) : IRhythmTask
{
    public const string Name = "watch_schedules";

    public ScheduledTask Definition { get; } = new()
    {
        Name = Name,
        Priority = TaskPriority.Low,
        Schedule = TaskSchedule.Every(TimeSpan.FromHours(6)),
        Timeout = TimeSpan.FromMinutes(2),
        Tolerance = 0.25,
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        var report = await watch.LookAsync(clock.Now, cancellationToken);
        await desk.HandInAsync(report, context, cancellationToken);
        return WatchSummary.Of([report], context);
    }
}
