namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /sessions/{id}?after=</c>: at most 200 messages after a position.</summary>
public sealed record SessionDetail(SessionEntry Session, IReadOnlyList<SessionMessage> Messages, int? NextAfter);
