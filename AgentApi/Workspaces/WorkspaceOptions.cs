namespace LocalAi.AgentApi.Workspaces;

/// <summary>One folder the tools may see.</summary>
internal sealed class WorkspaceOptions
{
    /// <summary>Absolute path of an existing folder.</summary>
    public string Path { get; set; } = "";

    /// <summary>ro or rw.</summary>
    public string Mode { get; set; } = "rw";

    /// <summary>How the tools call it. Default: the folder's name.</summary>
    public string Name { get; set; } = "";

    public string NameOrFolder => Name.Length > 0 ? Name : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));
}
