using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Execution;

internal sealed class ExecutePythonTool(SandboxRunner sandbox, WorkspaceList workspaces) : ITool
{
    private const string Python = "/usr/bin/python3";

    public ToolDefinition Definition { get; } = new()
    {
        Name = "execute_python",
        Title = "Run Python",
        Description = "Runs Python 3 in a sandbox: workspaces under /workspace, private /tmp, no network.",
        Toolset = "execution",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        DecidingArgument = "code",
        Timeout = TimeSpan.FromSeconds(330),
        Input = ArgumentSchema.Object(
            $$$"""
            {"code":{"type":"string","minLength":1,"maxLength":30000},"working_dir":{{{FileArguments.WorkingDirectory}}},"timeout_seconds":{{{ExecutionResult.TimeoutArgument}}},
             "cursor":{"type":"string","maxLength":100}}
            """,
            "code"),
        Output = ExecutionResult.Output,
    };

    public string? Unavailable => sandbox.Missing ?? (File.Exists(Python) ? null : "Python is not on this machine: apt-get install python3");

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        ExecutionResult.RunAsync(sandbox, workspaces, invocation, [Python, "-I", "-c", invocation.Text("code")], cancellationToken);
}
