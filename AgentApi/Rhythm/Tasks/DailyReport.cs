
namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>What happened in the 24 hours before the report.</summary>
/// <param name="Date">Local date of the report.</param>
/// <param name="Targets">Availability and latency per service and store.</param>
/// <param name="Runs">What ran, how it ended, how long it took.</param>
/// <param name="HeldBack">What was held back when the report was made, and why.</param>
/// <param name="Hours">Load per local hour, real and predicted.</param>
/// <param name="FreeDiskBytes">Free space where the data folder is; null where that cannot be told.</param>
internal sealed record DailyReport(
    DateOnly Date,
    IReadOnlyList<TargetHealth> Targets,
    IReadOnlyList<RunCount> Runs,
    IReadOnlyList<HeldBack> HeldBack,
    IReadOnlyList<HourLoad> Hours,
    long? FreeDiskBytes);
