using System.Globalization;
using LocalAi.Gateway.Callers;
using Microsoft.AspNetCore.Mvc;

namespace LocalAi.Gateway.Door;

/// <summary>Refuses wrong keys on the gateway's own API as <c>/v1</c> does: whoever guesses shares one count there and here.</summary>
internal sealed class WrongKeyDoor(RequestDelegate next, CallerResolver callers, IProblemDetailsService problems)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (callers.RefuseWrongKey(context) is not { } wait)
        {
            await next(context);
            return;
        }

        RequestId.Assign(context);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status429TooManyRequests,
                Detail = CallerResolver.TooManyWrongKeys,
                Extensions = { ["code"] = CallerResolver.TooManyWrongKeysCode },
            },
        });
    }
}
