using System.Text;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Files;

internal sealed class WriteFileTool(WorkspaceFiles files) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "write_file",
        Title = "Write a file",
        Description = "Writes a text file in one step, in an existing folder.",
        Toolset = "files",
        Sensitivity = Sensitivity.Medium,
        Destructive = true,
        Idempotent = true,
        DecidingArgument = "path",
        Input = ArgumentSchema.Object(
            $$$"""
            {"path":{{{FileArguments.Path}}},"content":{"type":"string","maxLength":1048576},"working_dir":{{{FileArguments.WorkingDirectory}}},
             "mode":{"type":"string","enum":["overwrite","create","append"],"description":"create refuses to replace; default overwrite"}}
            """,
            "path",
            "content"),
    };

    public string? Unavailable => WorkspaceFiles.IsSupported ? null : "File tools need Linux (openat2).";

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var path = invocation.FilePath(files.Workspaces);
        var content = Encoding.UTF8.GetBytes(invocation.Text("content"));
        var mode = invocation.TextOrNull("mode") ?? "overwrite";
        if (mode == "append")
        {
            files.Append(path, content);
            return Task.FromResult(new ToolResult { Text = $"Added {content.Length} bytes to {path.Display}." });
        }

        var isNew = files.Write(path, content, mustBeNew: mode == "create");
        return Task.FromResult(new ToolResult { Text = $"{(isNew ? "Created" : "Replaced")} {path.Display} ({content.Length} bytes)." });
    }
}
