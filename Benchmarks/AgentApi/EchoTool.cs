using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>The tool the other servers have too. It does nothing: what is measured is all that is around it.</summary>
internal sealed class EchoTool : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "echo",
        Title = "Echo",
        Description = "Echoes.",
        Toolset = "bench",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Input = ArgumentSchema.Object("""{"message":{"type":"string","maxLength":1000}}""", "message"),
    };

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) => Task.FromResult(new ToolResult { Text = invocation.Text("message") });
}
