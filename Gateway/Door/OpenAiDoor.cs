using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Errors;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Http;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Door;

/// <summary>
/// Serves <c>/v1</c> before the services' common middleware: the same protection and authentication, but every answer, errors included, is what
/// OpenAI clients expect, and a request costs a fraction.
/// </summary>
internal sealed partial class OpenAiDoor(
    RequestDelegate next, IOptions<LocalAiOptions> options, ModelEndpoint calls, ModelListEndpoint models, ILogger<OpenAiDoor> logger)
{
    private readonly HostProtection _protection = new(options.Value.AllowedHosts, options.Value.AllowedOrigins);

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) ? ServeAsync(context) : next(context);

    private async Task ServeAsync(HttpContext context)
    {
        RequestId.Assign(context);
        try
        {
            if (_protection.Refusal(context.Request.Host.Value, context.Request.Headers.Origin.ToString()) is { } refusal)
            {
                throw new OpenAiErrorException(new OpenAiError(StatusCodes.Status403Forbidden, refusal, "permission_error", "forbidden_host"));
            }

            await RouteAsync(context, context.Request.Path.Value!);
        }
        catch (OpenAiErrorException refused)
        {
            await AnswerAsync(context, refused.Error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException bad)
        {
            await AnswerAsync(context, new OpenAiError(bad.StatusCode, bad.Message, "invalid_request_error", "bad_request"));
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            LogUnexpected(logger, unexpected, context.Request.Path, context.TraceIdentifier);
            await AnswerAsync(context, new OpenAiError(
                StatusCodes.Status500InternalServerError, "Unexpected error; the gateway's log has it under this request id.", "api_error", "internal_error"));
        }
    }

    private Task RouteAsync(HttpContext context, string path) => path switch
    {
        "/v1/chat/completions" => Only(context, HttpMethods.IsPost, "POST") ?? calls.HandleAsync(context, RequestKind.Chat),
        "/v1/completions" => Only(context, HttpMethods.IsPost, "POST") ?? calls.HandleAsync(context, RequestKind.Completion),
        "/v1/embeddings" => Only(context, HttpMethods.IsPost, "POST") ?? calls.HandleAsync(context, RequestKind.Embedding),
        "/v1/models" => Only(context, HttpMethods.IsGet, "GET") ?? models.ListAsync(context),
        _ when path.StartsWith("/v1/models/", StringComparison.Ordinal) =>
            Only(context, HttpMethods.IsGet, "GET") ?? models.GetAsync(context, path["/v1/models/".Length..]),
        _ => throw new OpenAiErrorException(new OpenAiError(
            StatusCodes.Status404NotFound,
            "There is no such endpoint: /v1/chat/completions, /v1/completions, /v1/embeddings and /v1/models are served.",
            "invalid_request_error",
            "unknown_url")),
    };

    private static Task? Only(HttpContext context, Func<string, bool> allows, string method)
    {
        if (allows(context.Request.Method))
        {
            return null;
        }

        context.Response.Headers.Allow = method;
        throw new OpenAiErrorException(new OpenAiError(
            StatusCodes.Status405MethodNotAllowed, $"Use {method} here.", "invalid_request_error", "method_not_allowed"));
    }

    private static async Task AnswerAsync(HttpContext context, OpenAiError error)
    {
        if (context.Response.HasStarted)
        {
            // The caller must not take what it has for a whole answer.
            context.Abort();
            return;
        }

        await OpenAiErrorWriter.WriteAsync(context, error);
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Error, Message = "{Path} failed, request {RequestId}")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string path, string requestId);
}
