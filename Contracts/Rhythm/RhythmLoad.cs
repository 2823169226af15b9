namespace LocalAi.Contracts.Rhythm;

/// <summary>Shares are 0 to 1.</summary>
/// <param name="Level">quiet, normal or busy.</param>
/// <param name="Cpu">The whole machine's CPU in the last sample.</param>
/// <param name="ForeignCpu">What others use, smoothed.</param>
/// <param name="UsedMemory">Share of memory in use.</param>
/// <param name="MemoryPressure">Share of the last minute stalled on memory; absent where the kernel does not tell.</param>
public sealed record RhythmLoad(string Level, double Cpu, double ForeignCpu, double UsedMemory, double? MemoryPressure);
