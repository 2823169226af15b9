using LocalAi.AgentApi.Sandbox;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Validation;

internal static class ValidationEndpoints
{
    public static void MapValidation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/security/validate", ValidateAsync).WithTags("security").WithSummary("What a bash or Python text would touch. Advice only: the sandbox decides.");

    private static async Task<ValidateResponse> ValidateAsync(CodeValidator validator, ValidateRequest request, CancellationToken cancellationToken)
    {
        if (request.Language is not ("bash" or "python"))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "language must be bash or python.") { Field = "language" };
        }

        if (request.Code is not { Length: > 0 and <= 30_000 } || request.Code.Contains('\0', StringComparison.Ordinal))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "code must have 1 to 30,000 characters and no NUL.") { Field = "code" };
        }

        try
        {
            return await validator.ValidateAsync(request, cancellationToken);
        }
        catch (SandboxUnavailableException missing)
        {
            throw new RequestProblemException(StatusCodes.Status503ServiceUnavailable, missing.Message) { Code = "sandbox_unavailable" };
        }
    }
}
