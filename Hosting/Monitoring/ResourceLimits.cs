namespace LocalAi.Hosting.Monitoring;

/// <summary>Limits of a resource, and how far this machine enforces them.</summary>
/// <param name="Cpus">Cores at most, or null.</param>
/// <param name="MemoryBytes">Bytes at most, or null.</param>
/// <param name="CpuReservation">Cores reserved, or null.</param>
/// <param name="MemoryReservation">Bytes reserved, or null.</param>
/// <param name="Enforcement">"cgroup v2", "cgroup v1", "job object", or "advisory" when only the runtime is asked to keep to them.</param>
public sealed record ResourceLimits(
    double? Cpus, long? MemoryBytes, double? CpuReservation, long? MemoryReservation, string Enforcement);
