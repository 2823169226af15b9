using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>A tool that counts its runs and does what the test says.</summary>
internal sealed class ProbeTool(string name, Sensitivity sensitivity, Func<ToolInvocation, CancellationToken, Task<ToolResult>>? run = null, bool untrusted = false) : ITool
{
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    public string? Unavailable { get; init; }

    public ToolDefinition Definition { get; init; } = new()
    {
        Name = name,
        Title = name,
        Description = "A probe.",
        Toolset = "probes",
        Sensitivity = sensitivity,
        Untrusted = untrusted,
        DecidingArgument = "command",
        Input = ArgumentSchema.Object("""{"command":{"type":"string","maxLength":200},"count":{"type":"integer","minimum":1,"maximum":9},"cursor":{"type":"string"},"password":{"type":"string"}}"""),
    };

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return run?.Invoke(invocation, cancellationToken) ?? Task.FromResult(new ToolResult { Text = "done: " + invocation.TextOrNull("command") });
    }
}
