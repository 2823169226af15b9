using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>A real HTTP server that answers as the test says, in place of the gateway or the RAG service.</summary>
internal sealed class LocalServiceDouble : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalServiceDouble(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public List<(string Path, JsonElement Body)> Requests { get; } = [];

    public static async Task<LocalServiceDouble> StartAsync(Func<string, JsonElement, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LocalServiceDouble(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            var body = text.Length == 0 ? default : JsonElement.Parse(text);
            lock (server.Requests)
            {
                server.Requests.Add((context.Request.Path.Value!, body));
            }

            await answer(context.Request.Path.Value!, body, context);
        });
        await app.StartAsync();
        return server;
    }

    public static Task<LocalServiceDouble> StartAsync(Func<string, JsonElement, JsonNode> answer) =>
        StartAsync((path, body, context) => context.Response.WriteAsJsonAsync(answer(path, body), context.RequestAborted));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
