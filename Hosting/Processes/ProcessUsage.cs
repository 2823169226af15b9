namespace LocalAi.Hosting.Processes;

/// <summary>CPU time since the start, and memory in bytes now.</summary>
internal readonly record struct ProcessUsage(TimeSpan CpuTime, long MemoryBytes);
