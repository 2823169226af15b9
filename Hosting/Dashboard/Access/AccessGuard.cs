using LocalAi.Hosting.Dashboard.Api;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Access;

/// <summary>Decides for every request to the dashboard port whether it may go on, and sets the headers that bind the browser.</summary>
/// <param name="token">Opens everything.</param>
/// <param name="sessions">Login cookies.</param>
/// <param name="bearerThrottle">Counts wrong bearer tokens, apart from logins: a client left over from an earlier run must not lock out its user.</param>
internal sealed class AccessGuard(Secret token, Sessions sessions, LoginThrottle bearerThrottle)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        SetHeaders(context.Response.Headers);
        var request = context.Request;
        if (!LoopbackRules.IsLoopback(request.Host))
        {
            await Problem.WriteAsync(context, 403, "Foreign host", "The dashboard answers only to localhost, 127.0.0.1 and [::1].");
            return;
        }

        if (!LoopbackRules.HasNoForeignOrigin(request))
        {
            await Problem.WriteAsync(context, 403, "Foreign origin", "Requests from pages of another origin are refused.");
            return;
        }

        if (IsPublic(request.Path) || await IsAllowedAsync(context))
            await next(context);
    }

    private async Task<bool> IsAllowedAsync(HttpContext context)
    {
        var request = context.Request;
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            // The right token passes even while wrong ones are throttled, for the same reason.
            if (token.Matches(authorization["Bearer ".Length..].Trim()))
                return true;

            bearerThrottle.CountFailure();
            await RefuseAsync(context, isBearer: true);
            return false;
        }

        if (sessions.IsOpen(context))
        {
            // The cookie alone proves nothing about who made the browser send it: other ports of this host are the same site.
            if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || LoopbackRules.HasOwnOrigin(request))
                return true;

            await Problem.WriteAsync(context, 403, "Origin missing", "A change made with the login cookie needs the Origin header a browser sends.");
            return false;
        }

        if (request.Path.StartsWithSegments("/api"))
            await RefuseAsync(context, isBearer: false);
        else
            context.Response.Redirect("/login?return=" + Uri.EscapeDataString(request.Path + request.QueryString));
        return false;
    }

    private async Task RefuseAsync(HttpContext context, bool isBearer)
    {
        if (isBearer && bearerThrottle.RetryAfter() is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
            await Problem.WriteAsync(context, 429, "Too many wrong tokens", "Wait a minute, then use the token printed when the host started.");
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problem.WriteAsync(context, 401, "Login needed", "Send the dashboard token as 'Authorization: Bearer TOKEN'; the host prints it when it starts.");
    }

    private static bool IsPublic(PathString path) =>
        path == "/health" || path == "/login" || path == "/favicon.ico" || path.StartsWithSegments("/assets");

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: with it browsers send "Origin: null" with our own forms. Other origins learn nothing either way.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
