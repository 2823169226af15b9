using System.Net;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Indexes;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Rag;

/// <summary>Postgres, the embedding service and Qdrant go away in the middle: nothing is lost, nothing doubled, answers say what is degraded, recovery needs nobody.</summary>
public sealed class FaultTests(PostgresServer postgres)
{
    private const int Files = 120;

    /// <summary>So many that indexing is still under way when the database goes.</summary>
    private const int Many = 3000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_CutWhileIndexing_TheJobGoesOnByItselfAndDoublesNothing()
    {
        using var folder = ManyFiles(Many);
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(direct.Port);
        link.Mend();
        await using var rag = await RagHost.StartAsync(Through(direct, link), Cancel, ("Rag:Ingest:Parallelism", "1"));
        var id = (await rag.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel)).Id;
        await Eventually.TrueAsync(async () => (await rag.Client.GetJobAsync(id, Cancel)).Progress.Added > 10, "some files are in", Cancel);

        await link.CutAsync();
        var away = await Should.ThrowAsync<ApiException>(() => rag.AskAsync("animal lives here", Cancel));
        link.Mend();
        var job = await rag.EndOfAsync(id, Cancel);

        (away.Status, away.Code).ShouldBe((HttpStatusCode.ServiceUnavailable, "database_unavailable"));
        away.RetryAfter.ShouldNotBeNull();
        job.State.ShouldBe(JobState.Done, job.Error);
        (job.Progress.Added, job.Progress.Unchanged).ShouldBe((Many, 0));
        (await rag.Client.GetCollectionAsync("default", Cancel)).Chunks.ShouldBe(Many);
        var answer = await rag.AskAsync($"number{Many - 1}", Cancel);
        answer.Sources.Count(s => s.Path == $"{Many - 1}.md").ShouldBe(1);
        rag.Get<IndexRegistry>().Get("default")!.Live.Index.Count.ShouldBe(Many);
    }

    [Fact]
    public async Task Postgres_AwayAtStart_TheServiceIsUpAndAnswersWhenItComes()
    {
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using (var before = await RagHost.StartAsync(direct.ConnectionString, Cancel))
        {
            await before.IndexAsync(Cancel, ("a.md", "The aardvark digs."));
        }

        await using var link = new BreakableLink(direct.Port);
        var starting = RagHost.StartAsync(Through(direct, link), Cancel);
        await Task.Delay(500, Cancel);
        link.Mend();
        await using var rag = await starting;

        await Eventually.TrueAsync(async () => (await rag.AskAsync("aardvark", Cancel)).Mode == AnswerMode.Extractive, "the index is loaded and answers", Cancel);
    }

    [Fact]
    public async Task Embedding_StopsWhileIndexing_WordsAreFoundAtOnceAndVectorsComeLater()
    {
        await using var embedding = new FakeEmbedding { FailsAfter = 60 };
        await embedding.StartAsync(Cancel);
        using var folder = ManyFiles();
        await using var rag = await RagHost.StartAsync(
            await postgres.CreateDatabaseAsync(Cancel), Cancel, ("services:embedding:http:0", embedding.Url), ("Rag:Vectors:BatchSize", "16"));

        var job = await rag.IndexAsync(folder.Path, Cancel);
        var half = await rag.Client.GetCollectionAsync("default", Cancel);
        await embedding.StopAsync();
        var words = await rag.AskAsync("number7", Cancel);
        embedding.FailsAfter = int.MaxValue;
        await embedding.StartAsync(Cancel);

        job.State.ShouldBe(JobState.Done, job.Error);
        job.Notes.ShouldContain(n => n.Contains("wait for their vectors", StringComparison.Ordinal));
        half.Vectors.ShouldBeInRange(1, Files - 1);
        words.Retrieval.ShouldBe(SearchMode.Lexical);
        words.Sources[0].Path.ShouldBe("7.md");
        words.Notes.ShouldContain(n => n.Contains("embedding service is away", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await rag.Client.GetCollectionAsync("default", Cancel)).Vectors == Files, "all vectors are made", Cancel);
        embedding.Passages.Count.ShouldBe(embedding.Passages.Distinct().Count(), "no text is embedded twice");
        await Eventually.TrueAsync(async () => (await rag.AskAsync("number7", Cancel)).Retrieval == SearchMode.Hybrid, "vectors take part again", Cancel);
    }

    [Fact]
    public async Task Embedding_SameTextInTwoCollections_IsEmbeddedOnce()
    {
        await using var embedding = new FakeEmbedding();
        await embedding.StartAsync(Cancel);
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("services:embedding:http:0", embedding.Url));
        var document = new IndexDocument { Id = "a.md", Text = "The aardvark digs." };

        await rag.IndexAsync(new IndexRequest { Collection = "one", Documents = [document] }, Cancel);
        await rag.IndexAsync(new IndexRequest { Collection = "two", Documents = [document] }, Cancel);
        await rag.IndexAsync(new IndexRequest { Collection = "two", Documents = [document with { Id = "b.md" }] }, Cancel);

        embedding.Passages.Count.ShouldBe(1);
        (await rag.Client.GetCollectionAsync("two", Cancel)).Vectors.ShouldBe(2);
        rag.Get<IndexRegistry>().Get("two")!.Live.Index.VectorCount.ShouldBe(2);
    }

    [Fact]
    public async Task Embedding_ModelChanges_IsEmbeddedAnewBesideTheOldOneAndSwapped()
    {
        await using var embedding = new FakeEmbedding();
        await embedding.StartAsync(Cancel);
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("services:embedding:http:0", embedding.Url));
        await rag.IndexAsync(Cancel, ("a.md", "The aardvark digs."), ("b.md", "The badger sleeps."));
        (await rag.Client.GetCollectionAsync("default", Cancel)).Embedding.ShouldBe(new EmbeddingIdentity("upstream", "test-embed", 64));

        (embedding.Model, embedding.Dim) = ("other-embed", 32);

        await Eventually.TrueAsync(
            async () => (await rag.Client.GetCollectionAsync("default", Cancel)).Embedding == new EmbeddingIdentity("upstream", "other-embed", 32), "the collection moves", Cancel);
        await Eventually.TrueAsync(() => rag.Get<IndexRegistry>().Get("default")!.Live.Index.Dimension == 32, "the index is swapped", Cancel);
        (await rag.AskAsync("badger", Cancel)).Retrieval.ShouldBe(SearchMode.Hybrid);
    }

    [Fact]
    public async Task Embedding_LiesAboutItsDimension_NothingIsStored()
    {
        await using var embedding = new FakeEmbedding { LiesAboutDimension = true };
        await embedding.StartAsync(Cancel);
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("services:embedding:http:0", embedding.Url));

        var job = await rag.IndexAsync(Cancel, ("a.md", "The aardvark digs."));

        job.State.ShouldBe(JobState.Done, job.Error);
        job.Notes.ShouldContain(n => n.Contains("64 numbers", StringComparison.Ordinal));
        (await rag.Client.GetCollectionAsync("default", Cancel)).Vectors.ShouldBe(0);
        (await rag.AskAsync("aardvark", Cancel)).Sources.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Qdrant_FollowsAnswersAndComesBackIntoStep()
    {
        await using var embedding = new FakeEmbedding();
        await embedding.StartAsync(Cancel);
        await using var qdrant = new FakeQdrant { ApiKey = "secret" };
        await qdrant.StartAsync(Cancel);
        await using var rag = await WithQdrantAsync(embedding, qdrant);
        await rag.IndexAsync(Cancel, ("a.md", "The aardvark digs."), ("b.md", "The badger sleeps."), ("c.md", "The capybara swims."));
        await Eventually.TrueAsync(() => qdrant.Collections.Values.Any(c => c.Points.Count == 3), "the points arrive", Cancel);
        var held = qdrant.Collections.Values.Single();
        (held.Size, held.Quantization).ShouldBe((64, "int8"));
        held.Indexes.ShouldBe(["document_id"]);
        await Eventually.TrueAsync(async () => { await rag.AskAsync("badger", Cancel); return qdrant.Searches > 0; }, "Qdrant is in step and asked", Cancel);

        // A change and a delete reach it.
        await rag.IndexAsync(Cancel, ("a.md", "The alpaca hums."));
        var badger = (await rag.Client.ListDocumentsAsync("default", null, null, Cancel)).Items.Single(d => d.Path == "b.md");
        await rag.Client.DeleteDocumentAsync(badger.Id, Cancel);
        await Eventually.TrueAsync(() => held.Points.Count == 2, "old points are gone", Cancel);

        // It goes away: answers go on and say so; what it missed is made up.
        await qdrant.StopAsync();
        var degraded = await rag.AskAsync("alpaca", Cancel);
        await rag.IndexAsync(Cancel, ("d.md", "The dolphin jumps."), ("c.md", "The cobra hisses."));
        await qdrant.StartAsync(Cancel);

        degraded.Sources[0].Path.ShouldBe("a.md");
        degraded.Notes.ShouldContain(n => n.Contains("Qdrant is away", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => held.Points.Count == 3 && (await rag.AskAsync("dolphin", Cancel)).Notes.All(n => !n.Contains("Qdrant", StringComparison.Ordinal)), "it is in step again", Cancel);

        // Somebody meddled with it: verify mends, rebuild fills an empty one.
        held.Points.Remove(held.Points.Keys.First());
        held.Points[999_999] = (FakeEmbedding.Vector("ghost", 64), 999);
        var verify = await rag.EndOfAsync((await rag.Client.VerifyAsync(new MaintenanceRequest("default"), Cancel)).Id, Cancel);
        verify.Notes.ShouldContain("Qdrant lacked 1 points and held 1 deleted ones; mended.");
        qdrant.Collections.Clear();
        (await rag.EndOfAsync((await rag.Client.RebuildAsync(new MaintenanceRequest("default"), Cancel)).Id, Cancel)).State.ShouldBe(JobState.Done);
        qdrant.Collections.Values.Single().Points.Count.ShouldBe(3);
        await rag.Client.DeleteCollectionAsync("default", Cancel);
        qdrant.Collections.ShouldBeEmpty();
    }

    private async Task<RagHost> WithQdrantAsync(FakeEmbedding embedding, FakeQdrant qdrant) => await RagHost.StartAsync(
        await postgres.CreateDatabaseAsync(Cancel),
        Cancel,
        ("services:embedding:http:0", embedding.Url),
        ("ConnectionStrings:qdrant_http", $"Endpoint={qdrant.Url};Key=secret"),
        ("Rag:Qdrant:CheckSeconds", "1"));

    [Fact]
    public async Task Qdrant_FilteredQuestion_FindsADocumentThatIsFarFromTheNearest()
    {
        await using var embedding = new FakeEmbedding();
        await embedding.StartAsync(Cancel);
        await using var qdrant = new FakeQdrant { ApiKey = "secret" };
        await qdrant.StartAsync(Cancel);
        await using var rag = await WithQdrantAsync(embedding, qdrant);
        var far = "The badger sleeps " + string.Join(' ', Enumerable.Range(0, 40).Select(i => $"other{i}"));
        await rag.IndexAsync(Cancel, [.. Enumerable.Range(0, 80).Select(i => ($"{i}.md", $"The badger sleeps {i}")), ("far.md", far)]);
        await Eventually.TrueAsync(async () => { await rag.AskAsync("badger", Cancel); return qdrant.Searches > 0; }, "Qdrant is in step and asked", Cancel);

        var answer = await rag.Client.QueryAsync(
            new QueryRequest { Query = "the badger sleeps", Mode = SearchMode.Dense, Filters = new QueryFilters { Path = "far.md" } }, Cancel);

        answer.Retrieval.ShouldBe(SearchMode.Dense);
        answer.Sources.Select(s => s.Path).ShouldBe(["far.md"]);
    }

    [Fact]
    public async Task Delete_WhileTheIndexIsRebuiltAndWritten_IsGoneFromTheNextQuestionOn()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        var documents = Enumerable.Range(0, 900).Select(i => new IndexDocument { Id = $"{i}.md", Text = $"The badger sleeps in burrow{i} of the wood." }).ToList();
        await rag.IndexAsync(new IndexRequest { Documents = documents }, Cancel);
        var listed = new List<DocumentSummary>();
        for (string? after = null; listed.Count < documents.Count;)
        {
            var page = await rag.Client.ListDocumentsAsync("default", null, after, Cancel);
            listed.AddRange(page.Items);
            after = page.Next;
        }

        var rebuilds = Enumerable.Range(0, 3).Select(_ => rag.Client.RebuildAsync(new MaintenanceRequest("default"), Cancel)).ToArray();
        for (var i = 0; i < 120; i++)
        {
            await rag.Client.DeleteDocumentAsync(listed[i].Id, Cancel);
            var answer = await rag.Client.QueryAsync(new QueryRequest { Query = $"burrow{i}", Answer = AnswerKind.None, Mode = SearchMode.Lexical }, Cancel);
            answer.Sources.ShouldAllBe(s => s.Path != listed[i].Path);
            if (i % 20 == 0)
            {
                await rag.IndexAsync(Cancel, ($"new{i}.md", $"The weasel hides in hole{i}."));
            }
        }

        foreach (var rebuild in await Task.WhenAll(rebuilds))
        {
            (await rag.EndOfAsync(rebuild.Id, Cancel)).State.ShouldBe(JobState.Done);
        }

        var verify = await rag.EndOfAsync((await rag.Client.VerifyAsync(new MaintenanceRequest("default", Repair: false), Cancel)).Id, Cancel);
        verify.Notes[0].ShouldContain("786 chunks in Postgres; the index lacked 0 and held 0 deleted ones");
    }

    [Fact]
    public async Task Verify_IndexAndPostgresDiffer_IsToldAndMended()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(Cancel, ("a.md", "The aardvark digs."), ("b.md", "The badger sleeps."));
        var index = rag.Get<IndexRegistry>().Get("default")!.Live.Index;
        index.Remove([index.ChunkIds()[0]]);

        var told = await rag.EndOfAsync((await rag.Client.VerifyAsync(new MaintenanceRequest("default", Repair: false), Cancel)).Id, Cancel);
        var mended = await rag.EndOfAsync((await rag.Client.VerifyAsync(new MaintenanceRequest("default"), Cancel)).Id, Cancel);
        var clean = await rag.EndOfAsync((await rag.Client.VerifyAsync(new MaintenanceRequest("default"), Cancel)).Id, Cancel);

        told.Notes[0].ShouldContain("lacked 1");
        told.Notes[0].ShouldContain("not mended");
        mended.Notes[0].ShouldContain("lacked 1 and held 0 deleted ones; mended");
        clean.Notes[0].ShouldContain("lacked 0 and held 0");
        (clean.Progress.FilesDone, clean.Progress.FilesTotal, clean.Progress.Phase).ShouldBe((2, 2, "finished"));
    }

    [Fact]
    public async Task Delete_Document_IsNeverReturnedAgainNotEvenAfterRestartAndRebuild()
    {
        var database = await postgres.CreateDatabaseAsync(Cancel);
        await using (var rag = await RagHost.StartAsync(database, Cancel))
        {
            await rag.IndexAsync(Cancel, ("a.md", "The aardvark digs."), ("b.md", "The badger sleeps."));
            var document = (await rag.AskAsync("badger", Cancel)).Sources[0].DocumentId;
            await rag.Client.DeleteDocumentAsync(document, Cancel);
            (await rag.AskAsync("badger", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);
            await rag.EndOfAsync((await rag.Client.RebuildAsync(new MaintenanceRequest("default"), Cancel)).Id, Cancel);
            (await rag.AskAsync("badger", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);
        }

        await using var again = await RagHost.StartAsync(database, Cancel);
        await Eventually.TrueAsync(async () => (await again.AskAsync("aardvark", Cancel)).Sources.Count == 1, "the index is loaded", Cancel);
        (await again.AskAsync("badger", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);
    }

    private static string Through(NpgsqlConnectionStringBuilder direct, BreakableLink link) =>
        new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = link.Port }.ConnectionString;

    private static TemporaryFolder ManyFiles(int files = Files)
    {
        var folder = new TemporaryFolder();
        for (var i = 0; i < files; i++)
        {
            folder.File($"{i}.md", $"# Note {i}\n\nThe animal number{i} lives here.\n");
        }

        return folder;
    }
}
