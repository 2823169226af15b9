using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Files;

internal sealed class CreateDirectoryTool(WorkspaceList workspaces) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "create_directory",
        Title = "Create a folder",
        Description = "Creates a folder and the ones above it.",
        Toolset = "files",
        Sensitivity = Sensitivity.Medium,
        Idempotent = true,
        Input = ArgumentSchema.Object($$$"""{"path":{{{FileArguments.Path}}},"working_dir":{{{FileArguments.WorkingDirectory}}}}""", "path"),
    };

    public string? Unavailable => WorkspaceFiles.IsSupported ? null : "File tools need Linux (openat2).";

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var path = invocation.FilePath(workspaces);
        return Task.FromResult(new ToolResult { Text = WorkspaceFiles.CreateFolder(path) ? $"Created {path.Display}." : $"{path.Display} was there already." });
    }
}
