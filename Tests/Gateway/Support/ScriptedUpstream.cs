using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>A model server that does what a test tells it: by default it answers like llama-server with one model.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _once = new();
    private int _calls;
    private int _abandoned;

    private ScriptedUpstream(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>Calls for a model so far.</summary>
    public int Calls => _calls;

    /// <summary>Calls the gateway broke off.</summary>
    public int Abandoned => _abandoned;

    /// <summary>Calls that run now.</summary>
    public int Running => _running;

    private int _running;

    /// <summary>What the last calls sent.</summary>
    public ConcurrentQueue<ReceivedCall> Received { get; } = new();

    /// <summary>Every other request that came: method and path.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    /// <summary>How calls for a model are answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Answers.Default;

    /// <summary>How everything else is answered.</summary>
    public Func<HttpContext, Task> Question { get; set; } = Answers.LlamaServer;

    public static async Task<ScriptedUpstream> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 << 20);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture));
        var upstream = new ScriptedUpstream(app);
        app.Run(upstream.ServeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        upstream.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return upstream;
    }

    /// <summary>The next call for a model is answered so, before <see cref="Answer"/> again.</summary>
    public ScriptedUpstream Once(Func<HttpContext, Task> answer)
    {
        _once.Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is not ("/v1/chat/completions" or "/v1/completions" or "/v1/embeddings" or "/v1beta/openai/chat/completions"))
        {
            Questions.Enqueue($"{context.Request.Method} {context.Request.Path}");
            await Question(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Received.Enqueue(new ReceivedCall(context.Request.Path, body, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        Interlocked.Increment(ref _calls);
        Interlocked.Increment(ref _running);
        context.Items["body"] = body;
        try
        {
            await (_once.TryDequeue(out var once) ? once : Answer)(context);
        }
        catch (OperationCanceledException)
        {
            // Counted below.
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            if (context.RequestAborted.IsCancellationRequested)
            {
                Interlocked.Increment(ref _abandoned);
            }
        }
    }
}
