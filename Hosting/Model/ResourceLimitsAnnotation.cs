namespace LocalAi.Hosting;

/// <summary>What a resource may use at most and what is kept for it. Memory in bytes, CPU in cores.</summary>
public sealed record ResourceLimitsAnnotation(
    double? Cpus, long? MemoryBytes, double? CpuReservation, long? MemoryReservation, int? Pids, string? Gpus) : IResourceAnnotation;
