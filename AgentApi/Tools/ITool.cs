using System.Text.Json;

namespace LocalAi.AgentApi.Tools;

/// <summary>One tool. Called by <see cref="Pipeline.ToolPipeline"/> only, after every check; the arguments fit its schema.</summary>
internal interface ITool
{
    ToolDefinition Definition { get; }

    /// <summary>Why the tool cannot run on this machine and which command or setting brings it; null when it can.</summary>
    string? Unavailable => null;

    /// <summary>The same for a call with these arguments: said before anybody is asked to approve it.</summary>
    string? UnavailableFor(JsonElement arguments) => Unavailable;

    /// <exception cref="ToolException">What went wrong, in words the model can act on.</exception>
    Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken);
}
