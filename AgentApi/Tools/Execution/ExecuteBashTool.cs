using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Execution;

internal sealed class ExecuteBashTool(SandboxRunner sandbox, WorkspaceList workspaces) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "execute_bash",
        Title = "Run a bash script",
        Description = "Runs bash in a sandbox: workspaces under /workspace, private /tmp, no network.",
        Toolset = "execution",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        DecidingArgument = "command",
        Timeout = TimeSpan.FromSeconds(330),
        Input = ArgumentSchema.Object(
            $$$"""
            {"command":{"type":"string","minLength":1,"maxLength":30000},"working_dir":{{{FileArguments.WorkingDirectory}}},"timeout_seconds":{{{ExecutionResult.TimeoutArgument}}},
             "cursor":{"type":"string","maxLength":100}}
            """,
            "command"),
        Output = ExecutionResult.Output,
    };

    public string? Unavailable => sandbox.Missing;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        ExecutionResult.RunAsync(sandbox, workspaces, invocation, ["/bin/bash", "--noprofile", "--norc", "-c", invocation.Text("command")], cancellationToken);
}
