using LocalAi.AgentApi.Pipeline;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Tools;

/// <summary>Which problem details an attempt that did not succeed becomes over REST.</summary>
internal static class ToolProblem
{
    public static RequestProblemException From(ToolOutcome outcome) =>
        new(Status(outcome.Kind), outcome.Message ?? outcome.Kind.Word())
        {
            Code = outcome.Kind.Word(),
            Field = outcome.Problems.Count > 0 ? outcome.Problems[0].Field : null,
            RetryAfter = outcome.RetryAfter,
        };

    private static int Status(OutcomeKind kind) => kind switch
    {
        OutcomeKind.UnknownTool => StatusCodes.Status404NotFound,
        OutcomeKind.InvalidArguments => StatusCodes.Status400BadRequest,
        OutcomeKind.Forbidden or OutcomeKind.ApprovalRefused or OutcomeKind.Refused => StatusCodes.Status403Forbidden,
        OutcomeKind.RateLimited => StatusCodes.Status429TooManyRequests,
        OutcomeKind.ToolError => StatusCodes.Status422UnprocessableEntity,
        OutcomeKind.TimedOut => StatusCodes.Status504GatewayTimeout,
        OutcomeKind.Busy or OutcomeKind.Unavailable or OutcomeKind.AuditUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
