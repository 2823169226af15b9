using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Approvals;

/// <summary>Whether a call may run: it may when neither a question is open nor a refusal given.</summary>
internal sealed record ApprovalVerdict
{
    /// <summary>The approval that was used, or that is asked for.</summary>
    public Guid? ApprovalId { get; init; }

    /// <summary>The question somebody must answer first.</summary>
    public ApprovalEntry? Pending { get; init; }

    /// <summary>Why the call must not run.</summary>
    public string? Refusal { get; init; }
}
