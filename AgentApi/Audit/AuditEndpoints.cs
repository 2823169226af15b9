using System.Security.Claims;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/audit").WithTags("audit");
        audit.MapGet("", ReadAsync).WithSummary("Attempts to call tools, newest first. Admins see everybody's, others their own.");
        audit.MapGet("/verify", (AuditReader reader, CancellationToken cancellationToken) => reader.VerifyAsync(cancellationToken))
            .RequireAuthorization(Roles.Admin)
            .WithSummary("Recomputes the hash chain.");
    }

    private static Task<AuditPage> ReadAsync(
        AuditReader reader, ClaimsPrincipal principal, string? user, string? tool, long? before, int? limit, CancellationToken cancellationToken)
    {
        var caller = principal.ToCaller("rest", null);
        if (limit is < 1 or > 500)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "limit must be 1 to 500.") { Field = "limit" };
        }

        if (!caller.IsAdmin && user is not null && user != caller.User)
        {
            throw new RequestProblemException(StatusCodes.Status403Forbidden, "Only admins read other users' audit.") { Field = "user" };
        }

        foreach (var (field, value) in (ReadOnlySpan<(string, string?)>)[("user", user), ("tool", tool)])
        {
            if (value is not null && !TerminalText.IsName(value))
            {
                throw new RequestProblemException(StatusCodes.Status400BadRequest, $"{field} must be a name, all of its characters visible.") { Field = field };
            }
        }

        return reader.ReadAsync(caller.IsAdmin ? user : caller.User, tool, before, limit ?? 100, cancellationToken);
    }
}
