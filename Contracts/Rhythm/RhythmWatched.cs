namespace LocalAi.Contracts.Rhythm;

/// <summary>One thing a watcher looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="State">How it is, in a word or two.</param>
/// <param name="Detail">More, where there is more.</param>
/// <param name="CpuPercent">Percent of one core, where that is known.</param>
/// <param name="MemoryBytes">Resident memory, where that is known.</param>
public sealed record RhythmWatched(string Name, string State, string? Detail, double? CpuPercent, long? MemoryBytes);
