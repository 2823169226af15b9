using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Cli;

/// <summary>All services in one: answers as the test says, and remembers what it was asked. A real HTTP server on a free port.</summary>
internal sealed class FakeLocalAi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();

    private FakeLocalAi(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    /// <summary>Set when a caller went away before its answer was complete.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeLocalAi> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeLocalAi(builder.Build());
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync(cancellationToken);
        fake.Url = fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return fake;
    }

    /// <param name="route">Method and path, for example "POST /query".</param>
    /// <param name="answer">What it answers.</param>
    public FakeLocalAi On(string route, Func<HttpContext, Task> answer)
    {
        _answers[route] = answer;
        return this;
    }

    public FakeLocalAi OnJson(string route, string json, int status = 200, string? retryAfter = null) => On(route, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(json, context.RequestAborted);
    });

    /// <summary>Streams these pieces as chat chunks and ends as OpenAI streams end.</summary>
    public FakeLocalAi OnChat(params string[] pieces) => On("POST /v1/chat/completions", async context =>
    {
        foreach (var piece in pieces)
        {
            await SendChunkAsync(context, piece);
        }

        await SendAsync(context, "data: {\"model\":\"chat-7b\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\ndata: [DONE]\n\n");
    });

    public static Task SendChunkAsync(HttpContext context, string text) =>
        SendAsync(context, $"data: {{\"model\":\"chat-7b\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{System.Text.Json.JsonSerializer.Serialize(text)}}}}}]}}\n\n");

    public static async Task SendAsync(HttpContext context, string text)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Holds an answer open until the caller goes away.</summary>
    public async Task UntilAbortedAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            Aborted.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var route = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(new FakeRequest(route, await reader.ReadToEndAsync(context.RequestAborted), context.Request.Headers.Authorization.ToString()));
        if (_answers.TryGetValue(route, out var answer))
        {
            await answer(context);
            return;
        }

        context.Response.StatusCode = 404;
        await context.Response.WriteAsJsonAsync(new { title = "Not found", detail = $"The test has no answer for {route}." });
    }
}
