namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Names of the built-in tasks: in the run log, in settings and on the page.</summary>
internal static class TaskNames
{
    public const string HealthCheck = "health_check";
    public const string PerformanceAnalysis = "performance_analysis";
    public const string SystemMaintenance = "system_maintenance";
    public const string DailyRoutine = "daily_routine";
    public const string EventAnalysis = "event_analysis";
}
