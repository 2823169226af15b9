namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /approvals?status=&amp;limit=</c>, newest first.</summary>
public sealed record ApprovalList(IReadOnlyList<ApprovalEntry> Approvals);
