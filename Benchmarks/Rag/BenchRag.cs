using System.Diagnostics;
using LocalAi.Contracts.Rag;
using LocalAi.Rag;
using LocalAi.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Benchmarks.Rag;

/// <summary>The RAG service in this process, spoken to over HTTP as a user does. No model and no embedding service: what is measured is ours.</summary>
internal sealed class BenchRag : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BenchRag(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), Timeout = TimeSpan.FromMinutes(30) };
        Client = new RagClient(Http);
    }

    public HttpClient Http { get; }

    public RagClient Client { get; }

    /// <summary>From nothing to a service that answers.</summary>
    public double StartSeconds { get; private set; }

    public Stopwatch SinceStart { get; } = Stopwatch.StartNew();

    public static async Task<BenchRag> StartAsync(string database, CancellationToken cancellationToken, string? snapshots = null)
    {
        var watch = Stopwatch.StartNew();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ConnectionStrings:localai"] = database,
            ["Rag:Vectors:Enabled"] = "false",
            ["Rag:Snapshots:Enabled"] = snapshots is null ? "false" : "true",
            ["Rag:Snapshots:Folder"] = snapshots,
            ["Rag:Snapshots:SettleSeconds"] = "1",
        });
        builder.AddServiceDefaults();
        builder.AddRag();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapRag();
        await app.StartAsync(cancellationToken);
        var rag = new BenchRag(app);
        while (!(await rag.Http.GetAsync("/collections", cancellationToken)).IsSuccessStatusCode)
        {
            await Task.Delay(10, cancellationToken);
        }

        rag.StartSeconds = watch.Elapsed.TotalSeconds;
        rag.SinceStart.Restart();
        return rag;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Indexes a folder and waits for the end of the job.</summary>
    public async Task<JobStatus> IndexAsync(string path, CancellationToken cancellationToken)
    {
        var job = await Client.IndexAsync(new IndexRequest { Path = path }, cancellationToken);
        await foreach (var status in Client.FollowJobAsync(job.Id, cancellationToken))
        {
            job = status;
        }

        return job.State == JobState.Done ? job : throw new InvalidOperationException($"The job ended {job.State}: {job.Error}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
