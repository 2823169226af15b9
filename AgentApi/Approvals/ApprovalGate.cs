using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;

namespace LocalAi.AgentApi.Approvals;

/// <summary>Decides whether a HIGH or CRITICAL call may run now.</summary>
internal sealed class ApprovalGate(ApprovalStore store, TaintRegister taint)
{
    public Task<bool> IsApprovedAsync(ToolRequest request, ToolDefinition tool, CancellationToken cancellationToken) =>
        tool.NeedsApproval ? store.IsApprovedAsync(ApprovalKey.Of(request), cancellationToken) : Task.FromResult(false);

    /// <summary>
    /// 1. An approval of exactly this call is used up. 2. An id that does not fit is refused, without saying why: that would tell a stranger what exists.
    /// 3. What was remembered for the session counts, unless untrusted content came into it or the call wants the network. 4. A recent denial stands. 5. Else somebody is asked.
    /// </summary>
    public async Task<ApprovalVerdict> DecideAsync(ToolRequest request, ToolDefinition tool, CancellationToken cancellationToken)
    {
        var key = ApprovalKey.Of(request);
        if (await store.UseAsync(key, request.ApprovalId, cancellationToken) is { } used)
        {
            return new ApprovalVerdict { ApprovalId = used };
        }

        if (request.ApprovalId is not null)
        {
            return new ApprovalVerdict { Refusal = "This approval does not fit: it is unknown, not given, used, expired, or for another call. Call without it to ask again." };
        }

        var source = request.Caller.SessionId is null ? null : await taint.FindAsync(request.Caller, cancellationToken);
        if (source is null && await IsRememberedAsync(key, request, tool, cancellationToken))
        {
            return new ApprovalVerdict();
        }

        if (await store.FindDenialAsync(key, cancellationToken) is { } denied)
        {
            return new ApprovalVerdict { ApprovalId = denied.Id, Refusal = $"{denied.DecidedBy} denied this call{(denied.DecisionReason is { Length: > 0 } why ? ": " + why : "")}. Do something else." };
        }

        var reason = $"{tool.Sensitivity.Word()} sensitivity{(tool.WantsNetwork(request.Arguments) ? ", wants network" : "")}{(source is null ? "" : $", after untrusted content from {source}")}";
        var asked = await store.AskAsync(key, tool.Sensitivity.Word(), Redaction.Question(request.Arguments), reason, cancellationToken);
        return asked is null
            ? new ApprovalVerdict { Refusal = "Too many questions are open already: answer them first (`ai approvals`)." }
            : new ApprovalVerdict { ApprovalId = asked.Id, Pending = asked };
    }

    private async Task<bool> IsRememberedAsync(ApprovalKey key, ToolRequest request, ToolDefinition tool, CancellationToken cancellationToken)
    {
        if (key.SessionId is null || tool.DecidingText(request.Arguments) is not { } text)
        {
            return false;
        }

        var patterns = await store.GrantsAsync(key, cancellationToken);
        return patterns.Any(p => GrantPattern.Matches(p, text));
    }
}
