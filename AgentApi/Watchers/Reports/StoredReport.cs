namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>A watcher's last report as it is kept.</summary>
internal sealed record StoredReport(string Watcher, string Node, DateTimeOffset At, string Summary, IReadOnlyList<WatchedThing> Things);
