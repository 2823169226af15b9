namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /tools</c>, by name.</summary>
public sealed record ToolList(IReadOnlyList<ToolEntry> Tools);
