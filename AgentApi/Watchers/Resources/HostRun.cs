namespace LocalAi.AgentApi.Watchers.Resources;

/// <summary>What the embedded host's run file tells: who it is, what runs, and where its dashboard is.</summary>
/// <param name="Pid">The host's process.</param>
/// <param name="Dashboard">Base address of its API, or null without a dashboard.</param>
/// <param name="Token">Opens the API.</param>
/// <param name="Addresses">First HTTP address of each resource that has one.</param>
internal sealed record HostRun(int Pid, Uri? Dashboard, string? Token, IReadOnlyDictionary<string, Uri> Addresses);
