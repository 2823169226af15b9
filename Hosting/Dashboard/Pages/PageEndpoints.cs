using System.Text.Json;
using LocalAi.Hosting.Dashboard.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Pages;

/// <summary>The pages. Each comes with the state it shows, so that it is complete before the first event.</summary>
internal sealed class PageEndpoints(AssetStore assets, ResourcesApi resources)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => RenderAsync(context, "resources"));
        routes.MapGet("/startup", context => RenderAsync(context, "startup"));
        routes.MapGet("/console", context => RenderAsync(context, "console"));
        routes.MapGet("/logs", context => RenderAsync(context, "logs"));
        routes.MapGet("/assets/{version}/{name}", AssetAsync);
        routes.MapGet("/favicon.ico", context => AssetAsync(context, "icon.svg", immutable: false));
        routes.MapFallback(context => MessageAsync(context, 404, "notFound.title", "notFound.detail"));
    }

    /// <summary>A page that only says something.</summary>
    public Task MessageAsync(HttpContext context, int status, string titleKey, string detailKey)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
            return Problem.WriteAsync(context, status, "Not found", "No such endpoint; the README of Hosting/Dashboard lists them.");

        var strings = Strings.For(context.Request);
        return WriteAsync(context, status, PageTemplate.Render("message", strings, new Dictionary<string, string>(Common(context, strings))
        {
            ["title"] = strings[titleKey],
            ["detail"] = strings[detailKey],
        }));
    }

    public static async Task WriteAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(html, context.RequestAborted);
    }

    public Dictionary<string, string> Common(HttpContext context, Strings strings) => new()
    {
        ["lang"] = strings.Language,
        ["theme"] = context.Request.Cookies["localai-theme"] switch { "dark" => "dark", "light" => "light", _ => "auto" },
        ["assets"] = $"/assets/{assets.Version}",
    };

    private Task RenderAsync(HttpContext context, string page)
    {
        var strings = Strings.For(context.Request);
        var values = Common(context, strings);
        values["title"] = strings[$"nav.{page}"];
        values["page"] = page;
        foreach (var link in new[] { "resources", "startup", "console", "logs" })
            values[$"current.{link}"] = link == page ? "page" : "false";
        var markup = new Dictionary<string, string>
        {
            ["content"] = PageTemplate.Render(page, strings, values),
            ["strings"] = strings.Json,
            ["state"] = JsonSerializer.Serialize(resources.Host(context, withResources: true), DashboardJson.Default.HostView),
        };
        return WriteAsync(context, 200, PageTemplate.Render("layout", strings, values, markup));
    }

    private Task AssetAsync(HttpContext context) => AssetAsync(
        context, (string)context.GetRouteValue("name")!, immutable: (string)context.GetRouteValue("version")! == assets.Version);

    private async Task AssetAsync(HttpContext context, string name, bool immutable)
    {
        if (assets.Find(name) is not { } asset)
        {
            await Problem.WriteAsync(context, 404, "Unknown file", "Reload the page.");
            return;
        }

        var headers = context.Response.Headers;
        headers.ETag = $"\"{assets.Version}\"";
        headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Request.Headers.IfNoneMatch.ToString() == headers.ETag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = asset.Content.Length;
        await context.Response.Body.WriteAsync(asset.Content, context.RequestAborted);
    }
}
