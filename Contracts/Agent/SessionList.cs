namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /sessions</c>, the one used last first.</summary>
public sealed record SessionList(IReadOnlyList<SessionEntry> Sessions);
