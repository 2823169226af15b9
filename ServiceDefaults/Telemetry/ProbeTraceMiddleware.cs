using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LocalAi.ServiceDefaults.Telemetry;

/// <summary>Keeps the host's probes of <c>/health</c> and <c>/alive</c> out of the traces.</summary>
internal sealed class ProbeTraceMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is { } activity && context.Request.Path.Value is ("/health" or "/alive"))
        {
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        return next(context);
    }
}
