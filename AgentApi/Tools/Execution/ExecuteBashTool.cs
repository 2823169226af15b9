using System.Text.Json;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Execution;

internal sealed class ExecuteBashTool(ExecutionRunner runner) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "execute_bash",
        Title = "Run a bash script",
        Description = "Runs bash in a sandbox: workspaces under /workspace, private /tmp, network only if asked.",
        Toolset = "execution",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        OpenWorld = true,
        DecidingArgument = "command",
        NetworkArgument = "network",
        Timeout = TimeSpan.FromSeconds(330),
        Input = ArgumentSchema.Object(
            $$$"""
            {"command":{"type":"string","minLength":1,"maxLength":30000},{{{ExecutionResult.CommonArguments}}}}
            """,
            "command"),
        Output = ExecutionResult.Output,
    };

    public string? Unavailable => runner.Unavailable;

    public string? UnavailableFor(JsonElement arguments) => runner.UnavailableFor(Definition, arguments);

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        runner.RunAsync(Definition, invocation, ["/bin/bash", "--noprofile", "--norc", "-c", invocation.Text("command")], cancellationToken);
}
