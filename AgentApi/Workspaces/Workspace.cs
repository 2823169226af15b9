namespace LocalAi.AgentApi.Workspaces;

/// <param name="Name">What the tools call it.</param>
/// <param name="Path">As configured.</param>
/// <param name="RealPath">With all links resolved: an absolute path may be given in either form.</param>
/// <param name="Writable">False for ro.</param>
internal sealed record Workspace(string Name, string Path, string RealPath, bool Writable);
