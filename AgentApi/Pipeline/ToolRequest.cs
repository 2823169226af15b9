using System.Text.Json;
using LocalAi.AgentApi.Tools;

namespace LocalAi.AgentApi.Pipeline;

/// <param name="Caller">Who calls.</param>
/// <param name="Tool">Name as it was sent.</param>
/// <param name="Arguments">As they were sent; undefined means none.</param>
internal sealed record ToolRequest(Caller Caller, string Tool, JsonElement Arguments)
{
    public Guid? ApprovalId { get; init; }

    /// <summary>True when the caller was not shown the tool: to it there is none of that name.</summary>
    public bool Hidden { get; init; }

    public IProgress<ToolProgress>? Progress { get; init; }
}
