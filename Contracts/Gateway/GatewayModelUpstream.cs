namespace LocalAi.Contracts.Gateway;

/// <param name="Upstream">Name in the routing table.</param>
/// <param name="Model">The model's id there.</param>
/// <param name="State">ready, loading, unloaded, unreachable, missing or unknown.</param>
/// <param name="Detail">Why it cannot answer, or null.</param>
public sealed record GatewayModelUpstream(string Upstream, string Model, string State, string? Detail = null);
