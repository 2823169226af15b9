using System.Text.Json;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Execution;

internal sealed class RunCommandTool(ExecutionRunner runner) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "run_command",
        Title = "Run a program",
        Description = "Runs one program with arguments in the sandbox, without a shell.",
        Toolset = "execution",
        Sensitivity = Sensitivity.High,
        Destructive = true,
        OpenWorld = true,
        DecidingArgument = "program",
        NetworkArgument = "network",
        Timeout = TimeSpan.FromSeconds(330),
        Input = ArgumentSchema.Object(
            $$$"""
            {"program":{"type":"string","minLength":1,"maxLength":1000},"args":{"type":"array","maxItems":200,"items":{"type":"string","maxLength":30000}},{{{ExecutionResult.CommonArguments}}}}
            """,
            "program"),
        Output = ExecutionResult.Output,
    };

    public string? Unavailable => runner.Unavailable;

    public string? UnavailableFor(JsonElement arguments) => runner.UnavailableFor(Definition, arguments);

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        string[] command = [invocation.Text("program"), .. invocation.Texts("args")];
        if (command.Any(a => a.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ToolException("An argument has a NUL character.") { Refused = true };
        }

        return runner.RunAsync(Definition, invocation, command, cancellationToken);
    }
}
