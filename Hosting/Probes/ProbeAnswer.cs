namespace LocalAi.Hosting.Probes;

/// <param name="IsHealthy">It does its work.</param>
/// <param name="IsAlive">It answers at all; one that does not for long is restarted.</param>
/// <param name="Reason">What it said, when it is not healthy.</param>
internal readonly record struct ProbeAnswer(bool IsHealthy, bool IsAlive, string? Reason)
{
    public static readonly ProbeAnswer Healthy = new(true, true, null);

    public static ProbeAnswer Dead(string reason) => new(false, false, reason);
}
