namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /audit/verify</c>.</summary>
/// <param name="Ok">True when every row's hash follows from the one before it and no row is missing.</param>
/// <param name="Rows">Rows that were checked.</param>
/// <param name="BrokenAt">First row that does not fit, or null.</param>
/// <param name="Head">Hash of the last row, hex: note it elsewhere to prove later that nothing was cut off the end.</param>
public sealed record AuditVerification(bool Ok, long Rows, long? BrokenAt, string Head);
