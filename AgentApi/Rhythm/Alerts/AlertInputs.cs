using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Watchers;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>Everything the rules look at.</summary>
/// <param name="Minute">Means of the machine's last whole minute; null when there is none.</param>
/// <param name="UsedDisk">Used share of the disk that holds the data folder; null where that cannot be told.</param>
/// <param name="Targets">The last probes of each service.</param>
/// <param name="Verdicts">Which of them are certainly down or up again.</param>
/// <param name="Baselines">What is normal for each service.</param>
/// <param name="Gateway">The gateway's requests; null when they are not known or old.</param>
/// <param name="Tasks">State of each task.</param>
/// <param name="Findings">What watchers found.</param>
internal sealed record AlertInputs(
    LoadMinute? Minute,
    double? UsedDisk,
    IReadOnlyList<RecentProbes> Targets,
    TargetVerdicts Verdicts,
    IReadOnlyDictionary<string, Baseline> Baselines,
    GatewayFigures.Figures? Gateway,
    IReadOnlyDictionary<string, TaskState> Tasks,
    IReadOnlyList<Finding> Findings);
