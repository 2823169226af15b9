using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Tests.Rhythm;

/// <summary>What the tasks of real processes call: counts the calls of each run and task, and how many of a task were open at once.</summary>
internal sealed class CallCounter : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _open = new();
    private readonly ConcurrentDictionary<string, int> _mostOpen = new();

    private CallCounter(WebApplication app) => _app = app;

    /// <summary>Run ids by task in the order of the calls.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<long>> Runs { get; } = new();

    /// <summary>Calls of tasks named <c>hold…</c> are answered when this has ended.</summary>
    public TaskCompletionSource Release { get; set; } = new();

    public int Total => Runs.Values.Sum(q => q.Count);

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public int Calls(string task) => Runs.TryGetValue(task, out var runs) ? runs.Count : 0;

    public int Open(string task) => _open.GetValueOrDefault(task);

    public int MostOpen(string task) => _mostOpen.GetValueOrDefault(task);

    public static async Task<CallCounter> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var app = builder.Build();
        var counter = new CallCounter(app);
        app.MapGet("/{task}", counter.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return counter;
    }

    public ValueTask DisposeAsync()
    {
        Release.TrySetResult();
        return _app.DisposeAsync();
    }

    private async Task<string> AnswerAsync(string task, HttpContext context)
    {
        Runs.GetOrAdd(task, _ => new()).Enqueue(long.Parse(context.Request.Headers["x-rhythm-run"].ToString(), CultureInfo.InvariantCulture));
        var open = _open.AddOrUpdate(task, 1, (_, n) => n + 1);
        _mostOpen.AddOrUpdate(task, open, (_, n) => Math.Max(n, open));
        try
        {
            if (task.StartsWith("hold", StringComparison.Ordinal))
            {
                await Release.Task.WaitAsync(context.RequestAborted);
            }

            return "counted";
        }
        finally
        {
            _open.AddOrUpdate(task, 0, (_, n) => n - 1);
        }
    }
}
