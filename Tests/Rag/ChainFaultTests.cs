using LocalAi.Contracts.Rag;
using LocalAi.Rag.Indexes;
using LocalAi.ServiceDefaults.Redis;
using LocalAi.Tests.Embedding;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LocalAi.Tests.Rag;

/// <summary>
/// Faults behind the RAG service's neighbours: the real embedding service with its Redis and its upstream server, Qdrant, and Postgres while an
/// answer streams. Nothing is lost, nothing doubled, recovery needs nobody.
/// </summary>
public sealed class ChainFaultTests(PostgresServer postgres)
{
    private const int Files = 80;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_CutWhileIndexingAndAsking_EveryVectorIsMadeAndQuestionsStayHybrid()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var link = new BreakableLink(redis.Port);
        link.Mend();
        await using var upstream = await FakeEmbeddingServer.StartAsync(Cancel);
        await using var embedding = await EmbeddingHost.StartUpstreamAsync(upstream, Cancel, ("ConnectionStrings:redis", $"127.0.0.1:{link.Port}"));
        var connection = embedding.Services.GetRequiredService<RedisConnection>();
        await Eventually.TrueAsync(() => connection.Current is not null, "Redis is connected", Cancel);
        await using var rag = await StartAsync(embedding, ("Rag:Vectors:BatchSize", "8"));
        using var folder = ManyFiles();
        var wasCut = false;
        upstream.Misbehave = async (_, input) =>
        {
            // In the middle of the vectors.
            if (!wasCut && input.Any(text => text.Contains("number40 ", StringComparison.Ordinal)))
            {
                wasCut = true;
                await link.CutAsync();
            }
            return false;
        };

        var job = await rag.IndexAsync(folder.Path, Cancel);
        var live = rag.Get<IndexRegistry>().Get("default")!.Live;
        await Eventually.TrueAsync(() => live.Index.VectorCount == Files, "every chunk has its vector without Redis", Cancel);
        var away = await rag.AskAsync("number7", Cancel);
        link.Mend();
        await Eventually.TrueAsync(() => connection.Current is not null, "Redis is connected again", Cancel);
        var back = await rag.AskAsync("number8", Cancel);

        (job.State, job.Progress.Added, wasCut).ShouldBe((JobState.Done, Files, true), job.Error);
        away.ShouldSatisfyAllConditions(a => a.Retrieval.ShouldBe(SearchMode.Hybrid), a => a.Sources[0].Path.ShouldBe("7.md"), a => a.Notes.ShouldNotContain(n => n.Contains("away", StringComparison.Ordinal)));
        back.Sources[0].Path.ShouldBe("8.md");
    }

    [Fact]
    public async Task Upstream_DiesWhileIndexingAndAsking_WordsAnswerAndVectorsAreMadeUpOnce()
    {
        var isDead = false;
        await using var upstream = await FakeEmbeddingServer.StartAsync(Cancel);
        await using var embedding = await EmbeddingHost.StartUpstreamAsync(upstream, Cancel, ("Embedding:Retries", "0"));
        await using var rag = await StartAsync(embedding, ("Rag:Vectors:BatchSize", "8"));
        using var folder = ManyFiles();
        upstream.Misbehave = (context, input) =>
        {
            if (input.Any(text => text.Contains("number40 ", StringComparison.Ordinal))) isDead = true;
            if (isDead) context.Abort();
            return Task.FromResult(isDead);
        };

        var job = await rag.IndexAsync(folder.Path, Cancel);
        var words = await rag.AskAsync("number7", Cancel);
        var before = await rag.Client.GetCollectionAsync("default", Cancel);
        (isDead, upstream.Misbehave) = (false, null);

        (job.State, job.Progress.Added).ShouldBe((JobState.Done, Files), job.Error);
        job.Notes.ShouldContain(n => n.Contains("wait for their vectors", StringComparison.Ordinal));
        before.Vectors.ShouldBeLessThan(Files);
        words.Sources[0].Path.ShouldBe("7.md");
        words.Notes.ShouldContain(n => n.Contains("searched by words only", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await rag.Client.GetCollectionAsync("default", Cancel)).Vectors == Files, "all vectors are made", Cancel);
        await Eventually.TrueAsync(async () => (await rag.AskAsync("number7", Cancel)).Retrieval == SearchMode.Hybrid, "vectors take part again", Cancel);
        rag.Get<IndexRegistry>().Get("default")!.Live.Index.VectorCount.ShouldBe(Files);
    }

    [Fact]
    public async Task Qdrant_StopsWhileIndexing_NothingIsLostOrDoubledAndItComesBackIntoStep()
    {
        await using var qdrant = new FakeQdrant();
        await qdrant.StartAsync(Cancel);
        await using var embedding = new FakeEmbedding();
        await embedding.StartAsync(Cancel);
        await using var rag = await RagHost.StartAsync(
            await postgres.CreateDatabaseAsync(Cancel),
            Cancel,
            ("services:embedding:http:0", embedding.Url),
            ("Rag:Vectors:BatchSize", "8"),
            ("Rag:Qdrant:Url", qdrant.Url),
            ("Rag:Qdrant:CheckSeconds", "1"));
        using var folder = ManyFiles();
        await rag.IndexAsync(Cancel, ("seed.md", "The aardvark digs."));
        await Eventually.TrueAsync(() => qdrant.Collections.Values.Any(c => c.Points.Count == 1), "Qdrant is in step", Cancel);

        var id = (await rag.Client.IndexAsync(new IndexRequest { Path = folder.Path, Prune = false }, Cancel)).Id;
        await Eventually.TrueAsync(async () => (await rag.Client.GetJobAsync(id, Cancel)).Progress.Added > 5, "some files are in", Cancel);
        await qdrant.StopAsync();
        var job = await rag.EndOfAsync(id, Cancel);
        var away = await rag.AskAsync("number7", Cancel);
        await qdrant.StartAsync(Cancel);

        (job.State, job.Progress.Added).ShouldBe((JobState.Done, Files), job.Error);
        (away.Retrieval, away.Sources[0].Path).ShouldBe((SearchMode.Hybrid, "7.md"));
        var held = qdrant.Collections.Values.Single();
        var live = rag.Get<IndexRegistry>().Get("default")!.Live.Index;
        await Eventually.TrueAsync(() => held.Points.Keys.ToHashSet().SetEquals(live.ChunkIds()), "Qdrant holds every chunk once", Cancel);
        await Eventually.TrueAsync(async () => (await rag.AskAsync("number7", Cancel)).Notes.All(n => !n.Contains("Qdrant", StringComparison.Ordinal)), "it answers again", Cancel);
    }

    [Fact]
    public async Task Postgres_CutWhileAnAnswerStreams_TheAnswerIsFinished()
    {
        await using var gateway = new FakeGateway { Pieces = ["It digs", " burrows", " at night [1]."], BeforeEach = TimeSpan.FromMilliseconds(100) };
        await gateway.StartAsync(Cancel);
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(direct.Port);
        link.Mend();
        var through = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = link.Port }.ConnectionString;
        await using var rag = await RagHost.StartAsync(through, Cancel, ("services:gateway:http:0", gateway.Url));
        await rag.IndexAsync(Cancel, ("a.md", "The aardvark digs burrows at night."));
        var text = "";
        QueryDone? done = null;

        await foreach (var item in rag.Client.StreamQueryAsync(new QueryRequest { Query = "what does the aardvark dig" }, Cancel))
        {
            if (item.Sources is not null) await link.CutAsync();
            text += item.Delta?.Text;
            done = item.Done ?? done;
        }
        link.Mend();

        text.ShouldBe("It digs burrows at night [1].");
        done.ShouldNotBeNull().ShouldSatisfyAllConditions(d => d.Mode.ShouldBe(AnswerMode.Generated), d => d.Citations.ShouldBe([1]), d => d.Complete.ShouldBeTrue());
        await Eventually.TrueAsync(
            async () => (await rag.Http.GetAsync($"/search-logs?limit=10", Cancel)) is { IsSuccessStatusCode: true } logs && (await logs.Content.ReadAsStringAsync(Cancel)).Contains(done.QueryId.ToString(), StringComparison.Ordinal),
            "the question is logged once Postgres is back",
            Cancel);
    }

    private async Task<RagHost> StartAsync(TestService embedding, params (string, string)[] settings) => await RagHost.StartAsync(
        await postgres.CreateDatabaseAsync(Cancel), Cancel, [("services:embedding:http:0", embedding.Client.BaseAddress!.ToString()), .. settings]);

    private static TemporaryFolder ManyFiles()
    {
        var folder = new TemporaryFolder();
        for (var i = 0; i < Files; i++) folder.File($"{i}.md", $"The animal number{i} lives here.");
        return folder;
    }
}
