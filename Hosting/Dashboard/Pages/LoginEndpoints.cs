using LocalAi.Hosting.Dashboard.Access;
using LocalAi.Hosting.Dashboard.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Pages;

/// <summary>Login by the printed link or by typing the token; logout; health.</summary>
internal sealed class LoginEndpoints(PageEndpoints pages, Secret token, Sessions sessions, LoginThrottle throttle)
{
    private const int MaxFormBytes = 8 << 10;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", context => context.Response.WriteAsync("ok", context.RequestAborted));
        routes.MapGet("/login", context => context.Request.Query.ContainsKey("t")
            ? LoginAsync(context, context.Request.Query["t"], context.Request.Query["return"])
            : FormAsync(context, 200, errorKey: null, context.Request.Query["return"]));
        routes.MapPost("/login", PostAsync);
        routes.MapPost("/logout", context =>
        {
            Sessions.End(context);
            context.Response.Redirect("/login");
            return Task.CompletedTask;
        });
    }

    private async Task PostAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MaxFormBytes)
        {
            await Problem.WriteAsync(context, 400, "Not a login form", "Send token=TOKEN as application/x-www-form-urlencoded.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await LoginAsync(context, form["token"], form["return"]);
    }

    private async Task LoginAsync(HttpContext context, string? candidate, string? returnPath)
    {
        if (!LoopbackRules.IsNavigation(context.Request))
        {
            await Problem.WriteAsync(context, 403, "Not a navigation", "Open the login link in a tab of its own.");
            return;
        }

        if (throttle.RetryAfter() is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
            await FormAsync(context, 429, "login.throttled", returnPath);
            return;
        }

        if (!token.Matches(candidate?.Trim()))
        {
            throttle.CountFailure();
            await FormAsync(context, 401, "login.wrong", returnPath);
            return;
        }

        sessions.Begin(context);

        // Not a redirect: a link followed from another site would carry the SameSite=Strict cookie neither now nor on the redirected
        // request. The refresh starts from our own page, so it does.
        var strings = Strings.For(context.Request);
        await PageEndpoints.WriteAsync(context, 200, PageTemplate.Render("entered", strings, new Dictionary<string, string>(pages.Common(context, strings))
        {
            ["return"] = LocalPath(returnPath),
        }));
    }

    private Task FormAsync(HttpContext context, int status, string? errorKey, string? returnPath)
    {
        var strings = Strings.For(context.Request);
        return PageEndpoints.WriteAsync(context, status, PageTemplate.Render("login", strings, new Dictionary<string, string>(pages.Common(context, strings))
        {
            ["error"] = errorKey is null ? "" : strings[errorKey],
            ["return"] = LocalPath(returnPath),
        }));
    }

    // Only paths of ours: "//elsewhere" and "/\elsewhere" are other hosts to a browser.
    private static string LocalPath(string? path) =>
        path is { Length: > 0 and <= 1024 } && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl) ? path : "/";
}
