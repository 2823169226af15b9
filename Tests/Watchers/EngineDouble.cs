using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Watchers;

/// <summary>A container engine on a unix socket that speaks the documented part of the Engine API; its containers are as the test says.</summary>
internal sealed class EngineDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _starts;

    private EngineDouble(WebApplication app) => _app = app;

    public Dictionary<string, EngineContainer> Containers { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>Instead of the ordinary answer to everything.</summary>
    public string? Garbage { get; set; }

    public static async Task<EngineDouble> StartAsync(string socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        var app = builder.Build();
        var engine = new EngineDouble(app);
        app.Run(engine.AnswerAsync);
        await app.StartAsync();
        return engine;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        lock (Requests)
        {
            Requests.Add($"{context.Request.Method} {path}{context.Request.QueryString}");
        }

        if (Garbage is not null)
        {
            await context.Response.WriteAsync(Garbage, context.RequestAborted);
            return;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path == "/v1.41/containers/json")
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(Containers.Values.Select(c => new { c.Id, Names = new[] { "/" + c.Name }, State = c.Status })), context.RequestAborted);
        }
        else if (!Containers.TryGetValue(parts[2], out var container))
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsJsonAsync(new { message = "No such container" }, context.RequestAborted);
        }
        else if (parts[3] == "restart")
        {
            container.Restart?.Invoke();
            container.StartedAt = $"2026-11-30T08:00:{++_starts:00}Z";
            context.Response.StatusCode = 204;
        }
        else
        {
            await context.Response.WriteAsync(parts[3] == "json" ? container.Inspect : container.Stats, context.RequestAborted);
        }
    }
}
