using LocalAi.Contracts.Rag;
using LocalAi.Rag;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Rag.Support;

/// <summary>The RAG service in this process, on a free port, over a real Postgres.</summary>
internal sealed class RagHost : IAsyncDisposable
{
    /// <summary>Nothing listens there: the part is away.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    private readonly TestService _service;

    private RagHost(TestService service)
    {
        _service = service;
        Client = new RagClient(service.Client);
    }

    public RagClient Client { get; }

    public HttpClient Http => _service.Client;

    public static async Task<RagHost> StartAsync(string database, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        (string, string)[] defaults =
        [
            ("ConnectionStrings:localai", database),
            ("services:gateway:http:0", Nowhere),
            ("services:embedding:http:0", Nowhere),
            ("Rag:Vectors:CheckSeconds", "1"),
            ("Rag:Snapshots:Enabled", "false"),
        ];
        var service = await TestService.StartAsync(builder => builder.AddRag(), app => app.MapRag(), cancellationToken, [.. settings, .. defaults.Where(d => settings.All(s => s.Key != d.Item1))]);
        var host = new RagHost(service);
        await host.ReadyAsync(cancellationToken);
        return host;
    }

    public T Get<T>()
        where T : notnull => _service.Services.GetRequiredService<T>();

    /// <summary>Indexes and waits for the end.</summary>
    public async Task<JobStatus> IndexAsync(IndexRequest request, CancellationToken cancellationToken) =>
        await EndOfAsync((await Client.IndexAsync(request, cancellationToken)).Id, cancellationToken);

    public Task<JobStatus> IndexAsync(string path, CancellationToken cancellationToken) => IndexAsync(new IndexRequest { Path = path }, cancellationToken);

    public Task<JobStatus> IndexAsync(CancellationToken cancellationToken, params (string Id, string Text)[] documents) =>
        IndexAsync(new IndexRequest { Documents = [.. documents.Select(d => new IndexDocument { Id = d.Id, Text = d.Text })] }, cancellationToken);

    public async Task<JobStatus> EndOfAsync(Guid job, CancellationToken cancellationToken)
    {
        JobStatus? last = null;
        await foreach (var status in Client.FollowJobAsync(job, cancellationToken))
        {
            last = status;
        }

        return last!;
    }

    public Task<QueryAnswer> AskAsync(string query, CancellationToken cancellationToken) =>
        Client.QueryAsync(new QueryRequest { Query = query }, cancellationToken);

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    private Task ReadyAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync(
            async () => (await Http.GetAsync("/collections", cancellationToken)).IsSuccessStatusCode,
            "the service migrates its schema and answers",
            cancellationToken);
}
