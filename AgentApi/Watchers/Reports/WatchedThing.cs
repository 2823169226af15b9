namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>One thing a watcher looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="State">How it is, in a word or two.</param>
/// <param name="Detail">More, or null.</param>
/// <param name="CpuPercent">Percent of one core, or null where that is not known.</param>
/// <param name="MemoryBytes">Resident memory, or null where that is not known.</param>
internal sealed record WatchedThing(string Name, string State, string? Detail = null, double? CpuPercent = null, long? MemoryBytes = null);
