
namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>What happened in the 24 hours before the report.</summary>
/// <param name="Date">Local date of the report.</param>
/// <param name="Targets">Availability and latency per service and store.</param>
/// <param name="Runs">What ran, how it ended, how long it took.</param>
/// <param name="HeldBack">What was held back, how often and why.</param>
/// <param name="Hours">Load per local hour, real and predicted.</param>
/// <param name="FreeDiskBytes">Free space where the data folder is; null where that cannot be told.</param>
/// <param name="Tokens">Requests, failures and tokens per model; empty when the gateway does not answer.</param>
/// <param name="Anomalies">Alerts that began.</param>
internal sealed record DailyReport(
    DateOnly Date,
    IReadOnlyList<TargetHealth> Targets,
    IReadOnlyList<RunCount> Runs,
    IReadOnlyList<HeldBack> HeldBack,
    IReadOnlyList<HourLoad> Hours,
    long? FreeDiskBytes,
    IReadOnlyList<TokenUse> Tokens,
    IReadOnlyList<Anomaly> Anomalies);
