namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /audit</c>, newest first.</summary>
/// <param name="Entries">At most <c>limit</c> rows.</param>
/// <param name="NextBefore">Pass it as <c>before</c> to get the next page; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? NextBefore);
