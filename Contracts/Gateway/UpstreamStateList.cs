namespace LocalAi.Contracts.Gateway;

/// <summary><c>GET /api/upstreams</c>.</summary>
public sealed record UpstreamStateList(IReadOnlyList<UpstreamState> Upstreams);
