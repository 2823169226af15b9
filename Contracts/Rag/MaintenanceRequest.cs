namespace LocalAi.Contracts.Rag;

/// <summary><c>POST /verify</c> and <c>POST /rebuild</c>.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Repair">For verify: whether differences are mended. Default: true.</param>
public sealed record MaintenanceRequest(string Collection, bool Repair = true);
