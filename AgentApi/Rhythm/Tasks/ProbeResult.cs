namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <param name="Target">Name of the service or store.</param>
/// <param name="Status">ok, degraded or down.</param>
/// <param name="Milliseconds">How long the answer took.</param>
/// <param name="Detail">Why it is not ok, or null.</param>
internal sealed record ProbeResult(string Target, string Status, double Milliseconds, string? Detail)
{
    public bool IsDown => Status == "down";
}
