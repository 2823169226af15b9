using System.Globalization;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LocalAi.ServiceDefaults.Errors;

/// <summary>Turns exceptions into problem details. What is our fault says nothing of the inside; the log has it under the request id.</summary>
internal sealed partial class ServiceErrorHandler(IProblemDetailsService problems, ILogger<ServiceErrorHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client left; nobody reads an answer.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Describe(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            LogUnexpected(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });

        ProblemDetails Describe(Exception error) => error switch
        {
            RequestProblemException wrong => FromRequest(wrong),
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Detail = bad.InnerException?.Message ?? bad.Message },
            DatabaseUnavailableException away => Unavailable(away.Message),
            NpgsqlException { IsTransient: true } => Unavailable("Postgres is away; what needs it works again when it is back."),
            TimeoutException timeout => new ProblemDetails { Status = StatusCodes.Status504GatewayTimeout, Detail = timeout.Message },
            _ => new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Detail = "Unexpected error; the service's log has it under this request id." },
        };

        ProblemDetails FromRequest(RequestProblemException wrong)
        {
            var details = new ProblemDetails { Status = wrong.Status, Detail = wrong.Message };
            if (wrong.Field is not null)
            {
                details.Extensions["field"] = wrong.Field;
            }

            if (wrong.Code is not null)
            {
                details.Extensions["code"] = wrong.Code;
            }

            SetRetryAfter(wrong.RetryAfter);
            return details;
        }

        ProblemDetails Unavailable(string detail)
        {
            SetRetryAfter(TimeSpan.FromSeconds(2));
            return new ProblemDetails { Status = StatusCodes.Status503ServiceUnavailable, Detail = detail, Extensions = { ["code"] = "database_unavailable" } };
        }

        void SetRetryAfter(TimeSpan? delay)
        {
            if (delay is { } wait)
            {
                httpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, string path);
}
