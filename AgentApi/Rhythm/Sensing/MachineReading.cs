namespace LocalAi.AgentApi.Rhythm.Sensing;

/// <summary>Raw counters of the machine at one moment; null where the platform does not tell.</summary>
/// <param name="BusyTicks">CPU time used by everything since boot, in ticks of /proc/stat.</param>
/// <param name="TotalTicks">Busy plus idle ticks.</param>
/// <param name="OwnCpu">CPU time used by this service and its children.</param>
/// <param name="TotalMemory">Bytes.</param>
/// <param name="AvailableMemory">Bytes that can be had without swapping (MemAvailable, not MemFree).</param>
/// <param name="MemoryPressure">Share of the last minute stalled on memory (PSI some avg60).</param>
internal sealed record MachineReading(
    long BusyTicks, long TotalTicks, TimeSpan OwnCpu, long TotalMemory, long AvailableMemory, double? MemoryPressure);
