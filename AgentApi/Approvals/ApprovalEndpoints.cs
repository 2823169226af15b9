using System.Security.Claims;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Approvals;

internal static class ApprovalEndpoints
{
    private static readonly string[] Statuses = ["pending", "approved", "denied", "used", "expired"];

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        var approvals = routes.MapGroup("/approvals").WithTags("approvals");
        approvals.MapGet("", ListAsync).WithSummary("Questions to people, newest first. Admins see everybody's, others their own.");
        approvals.MapGet("/{id:guid}", FindAsync);
        approvals.MapPost("/{id:guid}", DecideAsync).WithSummary("Approves or denies a call that waits.");
    }

    private static Task<ApprovalList> ListAsync(ApprovalDesk desk, ClaimsPrincipal principal, string? status, int? limit, CancellationToken cancellationToken)
    {
        if (status is not null && !Statuses.Contains(status))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"status must be one of {string.Join(", ", Statuses)}.") { Field = "status" };
        }

        if (limit is < 1 or > 500)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "limit must be 1 to 500.") { Field = "limit" };
        }

        return desk.ListAsync(principal.ToCaller("rest", null), status, limit ?? 100, cancellationToken);
    }

    private static async Task<ApprovalEntry> FindAsync(ApprovalDesk desk, ClaimsPrincipal principal, Guid id, CancellationToken cancellationToken) =>
        await desk.FindAsync(principal.ToCaller("rest", null), id, cancellationToken) ?? throw NotFound();

    private static async Task<ApprovalEntry> DecideAsync(
        ApprovalDesk desk, ClaimsPrincipal principal, Guid id, ApprovalDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Decision is not ("approve" or "deny"))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "decision must be approve or deny.") { Field = "decision" };
        }

        if (decision.Reason is { Length: > 1000 })
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "reason must have at most 1000 characters.") { Field = "reason" };
        }

        try
        {
            decision = decision with { Reason = decision.Reason is { } reason ? TerminalText.Clean(reason) : null };
            return await desk.DecideAsync(principal.ToCaller("rest", null), id, decision, null, cancellationToken) ?? throw NotFound();
        }
        catch (ApprovalRefusedException refused)
        {
            throw refused.Field is { } field
                ? new RequestProblemException(StatusCodes.Status400BadRequest, $"{field} {refused.Message}.") { Field = field }
                : new RequestProblemException(StatusCodes.Status409Conflict, refused.Message) { Code = "approval_closed" };
        }
    }

    private static RequestProblemException NotFound() =>
        new(StatusCodes.Status404NotFound, "There is no such approval.") { Code = "approval_not_found" };
}
