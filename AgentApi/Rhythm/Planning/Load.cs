namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>The machine's load as the planner sees it. Shares are 0 to 1 of the whole machine.</summary>
/// <param name="Level">Smoothed level with hysteresis, see <see cref="LoadTracker"/>.</param>
/// <param name="ForeignCpu">CPU share used by everything but our own tasks, smoothed.</param>
/// <param name="RawCpu">CPU share of the last sample, everything included.</param>
/// <param name="UsedMemory">Share of memory in use.</param>
/// <param name="AvailableMemory">Share of memory that can be had without swapping.</param>
/// <param name="MemoryPressure">Share of the last minute in which some task stalled on memory (PSI some avg60); null where the kernel has none.</param>
internal sealed record Load(LoadLevel Level, double ForeignCpu, double RawCpu, double UsedMemory, double AvailableMemory, double? MemoryPressure = null)
{
    /// <summary>A machine nobody else uses; for tests and for a first plan before any sample.</summary>
    public static Load Unknown { get; } = new(LoadLevel.Normal, 0.5, 0.5, 0.5, 0.5);
}
