namespace LocalAi.Contracts.Gateway;

/// <param name="Upstream">Name in the routing table.</param>
/// <param name="Endpoint">Its address.</param>
/// <param name="Models">The public models it serves.</param>
/// <param name="Reason">Why it is not healthy, or null.</param>
public sealed record EndpointHealth(string Upstream, string Endpoint, IReadOnlyList<string> Models, string? Reason = null);
