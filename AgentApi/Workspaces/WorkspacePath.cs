namespace LocalAi.AgentApi.Workspaces;

/// <param name="Workspace">The root.</param>
/// <param name="Relative">Path under it as it was asked for, <c>.</c> for the root. The kernel, not this text, decides where it leads.</param>
internal sealed record WorkspacePath(Workspace Workspace, string Relative)
{
    /// <summary>How results and errors name it: never with a path of the host.</summary>
    public string Display => Workspace.Name + ":" + Relative;
}
