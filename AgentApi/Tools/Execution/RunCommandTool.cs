using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Files;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Execution;

internal sealed class RunCommandTool(SandboxRunner sandbox, WorkspaceList workspaces) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "run_command",
        Title = "Run a program",
        Description = "Runs one program with arguments in the sandbox, without a shell.",
        Toolset = "execution",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        DecidingArgument = "program",
        Timeout = TimeSpan.FromSeconds(330),
        Input = ArgumentSchema.Object(
            $$$"""
            {"program":{"type":"string","minLength":1,"maxLength":1000},"args":{"type":"array","maxItems":200,"items":{"type":"string","maxLength":30000}},
             "working_dir":{{{FileArguments.WorkingDirectory}}},"timeout_seconds":{{{ExecutionResult.TimeoutArgument}}},"cursor":{"type":"string","maxLength":100}}
            """,
            "program"),
        Output = ExecutionResult.Output,
    };

    public string? Unavailable => sandbox.Missing;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        string[] command = [invocation.Text("program"), .. invocation.Texts("args")];
        if (command.Any(a => a.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ToolException("An argument has a NUL character.") { Refused = true };
        }

        return ExecutionResult.RunAsync(sandbox, workspaces, invocation, command, cancellationToken);
    }
}
