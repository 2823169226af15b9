using LocalAi.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults.Http;

/// <summary>
/// Refuses requests addressed to a foreign host name or sent by a foreign page: a web page that rebinds its DNS name to 127.0.0.1
/// would otherwise reach every service on this machine.
/// </summary>
internal sealed class HostProtectionMiddleware(RequestDelegate next, IOptions<LocalAiOptions> options, IProblemDetailsService problems)
{
    private readonly HostProtection _protection = new(options.Value.AllowedHosts, options.Value.AllowedOrigins);

    public async Task InvokeAsync(HttpContext context)
    {
        var refusal = _protection.Refusal(context.Request.Host.Value, context.Request.Headers.Origin.ToString());
        if (refusal is null)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status403Forbidden, Detail = refusal },
        });
    }
}
