using System.Globalization;
using System.Text.Json.Nodes;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Embedding.Api;

/// <summary>A failure in OpenAI's shape, which its clients turn into their own exceptions.</summary>
internal sealed class OpenAiError(RequestProblemException problem) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait) httpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var error = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = problem.Message,
                ["type"] = problem.Status switch { 429 => "rate_limit_error", >= 500 => "server_error", _ => "invalid_request_error" },
                ["param"] = problem.Field,
                ["code"] = problem.Code,
            },
        };
        httpContext.Response.ContentType = "application/json";
        await httpContext.Response.WriteAsync(error.ToJsonString(), httpContext.RequestAborted);
    }
}
