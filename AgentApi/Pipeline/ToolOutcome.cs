using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Pipeline;

/// <summary>How one attempt ended, the same for REST, MCP and the agent loop.</summary>
internal sealed record ToolOutcome
{
    public required Guid CallId { get; init; }

    public required OutcomeKind Kind { get; init; }

    /// <summary>Set when <see cref="Kind"/> is Ok.</summary>
    public ToolResult? Result { get; init; }

    /// <summary>Why not, and what to do; set when <see cref="Kind"/> is not Ok.</summary>
    public string? Message { get; init; }

    public IReadOnlyList<SchemaProblem> Problems { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The open question when <see cref="Kind"/> is ApprovalRequired.</summary>
    public ApprovalEntry? Approval { get; init; }

    public TimeSpan Duration { get; init; }
}
