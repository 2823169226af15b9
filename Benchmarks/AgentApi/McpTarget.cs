namespace LocalAi.Benchmarks.AgentApi;

/// <summary>An MCP server under load.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Port">Where it listens on loopback.</param>
/// <param name="Process">Whose CPU is counted.</param>
/// <param name="IsStateless">Revision 2026-07-28; false for sessions of 2025-06-18, which all of them speak.</param>
internal sealed record McpTarget(string Name, int Port, int Process, bool IsStateless);
