using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Approvals;

/// <summary>Where people answer: REST, CLI, page, elicitation and the agent loop all come through here.</summary>
internal sealed class ApprovalDesk(ApprovalStore store, ToolCatalog catalog, IOptions<AgentOptions> options)
{
    /// <summary>Whether an MCP client may answer for the person in front of it.</summary>
    public bool MayElicit(ApprovalEntry approval) =>
        options.Value.Approvals.Elicitation && !(options.Value.IsProduction && approval.Sensitivity == Sensitivity.Critical.Word());

    /// <summary>Whether the answer may count for more calls of the session.</summary>
    public bool MayRemember(ApprovalEntry approval) =>
        approval.SessionId is not null && catalog.Find(approval.Tool)?.Definition is { DecidingArgument: not null } tool && !tool.WantsNetwork(approval.Arguments);

    public Task<ApprovalList> ListAsync(Caller caller, string? status, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(caller.IsAdmin ? null : caller.User, status, limit, cancellationToken);

    public Task<ApprovalEntry?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        store.FindAsync(id, caller.IsAdmin ? null : caller.User, cancellationToken);

    /// <param name="caller">Who answers: admins for everybody, others for themselves.</param>
    /// <param name="id">The question.</param>
    /// <param name="decision">The answer, already checked for its words.</param>
    /// <param name="text">The deciding argument of the call in full, or null when only the redacted one is known.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The approval as it stands then; null when there is none that this caller may see.</returns>
    /// <exception cref="ApprovalRefusedException">It cannot be answered, or not like this.</exception>
    public async Task<ApprovalEntry?> DecideAsync(Caller caller, Guid id, ApprovalDecision decision, string? text, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, id, cancellationToken) is not { } approval)
        {
            return null;
        }

        if (options.Value.IsProduction && approval.Sensitivity == Sensitivity.Critical.Word() && !caller.IsAdmin)
        {
            throw new ApprovalRefusedException("In production, CRITICAL tools are approved by admins.", null);
        }

        var approve = decision.Decision == "approve";
        var pattern = approve && decision.Remember ? Pattern(approval, decision, text) : null;
        return await store.DecideAsync(id, approve, caller.User, caller.Transport, decision.Reason, pattern, cancellationToken)
            ?? throw new ApprovalRefusedException($"This approval is no longer open: it is {(await FindAsync(caller, id, cancellationToken))?.Status ?? "gone"}.", null);
    }

    private string Pattern(ApprovalEntry approval, ApprovalDecision decision, string? text)
    {
        if (approval.SessionId is null)
        {
            throw new ApprovalRefusedException("can only be used for calls with a session_id: there is nothing to remember it for", "remember");
        }

        if (!MayRemember(approval) || (text ?? catalog.Find(approval.Tool)!.Definition.DecidingText(approval.Arguments)) is not { } deciding)
        {
            throw new ApprovalRefusedException($"is not possible for this call of {approval.Tool}: every one like it is asked", "remember");
        }

        var pattern = decision.Pattern ?? deciding;
        return GrantPattern.Refusal(pattern, deciding) is { } refusal ? throw new ApprovalRefusedException(refusal, "pattern") : pattern;
    }
}
