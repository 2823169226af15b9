namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <param name="Since">When it began.</param>
/// <param name="What">One sentence.</param>
/// <param name="State">firing, acknowledged or resolved.</param>
internal sealed record Anomaly(DateTimeOffset Since, string What, string State);
