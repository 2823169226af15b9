using System.Text.Json;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Execution;

internal sealed class ExecutePythonTool(ExecutionRunner runner) : ITool
{
    private const string Python = "/usr/bin/python3";

    public ToolDefinition Definition { get; } = new()
    {
        Name = "execute_python",
        Title = "Run Python",
        Description = "Runs Python 3 in a sandbox: workspaces under /workspace, private /tmp, network only if asked.",
        Toolset = "execution",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        OpenWorld = true,
        DecidingArgument = "code",
        NetworkArgument = "network",
        Timeout = TimeSpan.FromSeconds(330),
        Input = ArgumentSchema.Object(
            $$$"""
            {"code":{"type":"string","minLength":1,"maxLength":30000},{{{ExecutionResult.CommonArguments}}}}
            """,
            "code"),
        Output = ExecutionResult.Output,
    };

    public string? Unavailable => runner.Unavailable ?? (File.Exists(Python) ? null : "Python is not on this machine: apt-get install python3");

    public string? UnavailableFor(JsonElement arguments) => Unavailable ?? runner.UnavailableFor(Definition, arguments);

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        runner.RunAsync(Definition, invocation, [Python, "-I", "-c", invocation.Text("code")], cancellationToken);
}
