using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.AgentApi.Web.Support;

/// <summary>A web site on loopback whose pages the test writes.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _pages = new(StringComparer.Ordinal);

    private TestSite(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<TestSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        var site = new TestSite(app);
        app.Run(context =>
        {
            site.Requests.Enqueue(context.Request.Path.Value!);
            if (site._pages.TryGetValue(context.Request.Path.Value!, out var page))
            {
                return page(context);
            }

            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("no such page", context.RequestAborted);
        });
        await app.StartAsync();
        return site;
    }

    /// <summary>Puts a page on the site and returns its address.</summary>
    public string Page(string path, string html) => On(path, context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    });

    public string Body(string path, string body, string title = "Test") => Page(path, $"<!doctype html><html lang=en><head><title>{title}</title></head><body>{body}</body></html>");

    public string Redirect(string path, string to, int status = 302) => On(path, context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    });

    public string On(string path, RequestDelegate answer)
    {
        _pages[path] = answer;
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{path}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
