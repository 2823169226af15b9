namespace LocalAi.AgentApi.Sandbox;

/// <param name="Source">Path on this machine.</param>
/// <param name="Target">Path in the sandbox.</param>
/// <param name="Writable">False for read-only.</param>
internal sealed record SandboxMount(string Source, string Target, bool Writable);
