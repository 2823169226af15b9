using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Limits as the API shows them; <paramref name="Enforced"/> is false where they are only advice to the runtime.</summary>
internal sealed record LimitsView(
    double? Cpus, long? MemoryBytes, double? CpuReservation, long? MemoryReservation, string Enforcement, bool Enforced)
{
    public static LimitsView From(ResourceLimits limits) => new(
        limits.Cpus, limits.MemoryBytes, limits.CpuReservation, limits.MemoryReservation, limits.Enforcement,
        !string.Equals(limits.Enforcement, "advisory", StringComparison.OrdinalIgnoreCase));
}
