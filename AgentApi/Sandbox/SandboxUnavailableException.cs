namespace LocalAi.AgentApi.Sandbox;

/// <summary>No sandbox can be had; nothing is run without one.</summary>
internal sealed class SandboxUnavailableException(string message) : Exception(message);
