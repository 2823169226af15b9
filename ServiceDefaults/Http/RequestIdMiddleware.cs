using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LocalAi.ServiceDefaults.Http;

/// <summary>Echoes <c>x-request-id</c>, taking the caller's when it is sane (1 to 128 letters, digits, <c>-_.</c>), else the trace id.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next)
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers["x-request-id"].ToString();
        if (given.Length is > 0 and <= 128 && !given.AsSpan().ContainsAnyExcept(Allowed))
        {
            context.TraceIdentifier = given;
        }
        else if (Activity.Current is { } activity)
        {
            context.TraceIdentifier = activity.TraceId.ToString();
        }

        // When the response starts, not before: the exception handler clears headers that were set earlier.
        context.Response.OnStarting(static state =>
        {
            var answered = (HttpContext)state;
            answered.Response.Headers["x-request-id"] = answered.TraceIdentifier;
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
