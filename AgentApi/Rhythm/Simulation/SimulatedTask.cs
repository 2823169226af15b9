using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>A task with its cost.</summary>
/// <param name="Definition">What the planner sees.</param>
/// <param name="MedianSeconds">Median of its log-normal duration on a free machine (sigma 0.5).</param>
/// <param name="Cores">Cores it uses while it runs.</param>
internal sealed record SimulatedTask(ScheduledTask Definition, double MedianSeconds, double Cores)
{
    /// <summary>The 42 tasks of the machine that Rhythm replaces, in the five groups of F1.</summary>
    public static IReadOnlyList<SimulatedTask> FortyTwo { get; } =
    [
        .. Group("health_check", 12, TaskPriority.Critical, TaskSchedule.Every(TimeSpan.FromMinutes(10)), 6, null),
        .. Group("performance_analysis", 9, TaskPriority.High, TaskSchedule.Every(TimeSpan.FromMinutes(30)), 30, "health_check"),
        .. Group("system_maintenance", 9, TaskPriority.Medium, TaskSchedule.Every(TimeSpan.FromMinutes(60)), 45, "performance_analysis", 0.25),
        .. Group("daily_routine", 5, TaskPriority.Low, TaskSchedule.Daily(new TimeOnly(3, 0)), 180, "system_maintenance", 0.25),
        .. Group("event_analysis", 7, TaskPriority.Medium, TaskSchedule.Every(TimeSpan.FromMinutes(120)), 40, "performance_analysis", 0.5),
    ];

    private static IEnumerable<SimulatedTask> Group(
        string name, int count, TaskPriority priority, TaskSchedule schedule, double seconds, string? upstream, double tolerance = 0) =>
        Enumerable.Range(1, count).Select(i => new SimulatedTask(
            new ScheduledTask
            {
                Name = $"{name}_{i}",
                Priority = priority,
                Schedule = schedule,
                DependsOn = upstream is null ? [] : [$"{upstream}_{i % 9 + 1}"],
                Timeout = TimeSpan.FromSeconds(Math.Max(60, seconds * 2.3 * 5)),
                Tolerance = tolerance,
            },
            seconds,
            0.41));
}
