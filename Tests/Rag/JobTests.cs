using System.Net;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Jobs;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>Jobs: limits of what is asked for, progress, cancel, resume, a crash in the middle.</summary>
public sealed class JobTests(PostgresServer postgres)
{
    private const int Files = 3000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/no/such/folder", "does not exist", HttpStatusCode.BadRequest)]
    [InlineData("relative/folder", "absolute path", HttpStatusCode.BadRequest)]
    [InlineData("/proc", "system folder", HttpStatusCode.Forbidden)]
    [InlineData("/", "system folder", HttpStatusCode.Forbidden)]
    public async Task Index_PathThatMayNotBeRead_SaysWhy(string path, string why, HttpStatusCode status)
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var refused = await Should.ThrowAsync<ApiException>(() => rag.Client.IndexAsync(new IndexRequest { Path = path }, Cancel));

        refused.Status.ShouldBe(status);
        refused.Message.ShouldContain(why);
    }

    [Fact]
    public async Task Index_OutsideTheRootsOrInTheDataFolder_IsForbidden()
    {
        using var allowed = new TemporaryFolder();
        using var other = new TemporaryFolder();
        allowed.File("data/keys/internal-key", "do not tell");
        allowed.File("notes.md", "The aardvark digs.");
        Directory.CreateDirectory(Path.Combine(other.Path, "below"));
        File.CreateSymbolicLink(Path.Combine(allowed.Path, "way-out"), other.Path);
        await using var rag = await RagHost.StartAsync(
            await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Ingest:Roots:0", allowed.Path), ("LocalAi:DataFolder", Path.Combine(allowed.Path, "data")));

        foreach (var path in (string[])[other.Path, Path.Combine(allowed.Path, "way-out"), Path.Combine(allowed.Path, "way-out", "below"), Path.Combine(allowed.Path, "data")])
        {
            (await Should.ThrowAsync<ApiException>(() => rag.Client.IndexAsync(new IndexRequest { Path = path }, Cancel), path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        var job = await rag.IndexAsync(allowed.Path, Cancel);
        job.Progress.Added.ShouldBe(1);
        job.Problems.Select(p => p.Code).ShouldBe(["data_folder", "symlink"], ignoreOrder: true);
    }

    [Fact]
    public async Task Index_FolderIsGoneWhenTheJobRuns_FailsAndRemovesNothing()
    {
        var folder = new TemporaryFolder();
        folder.File("a.md", "The aardvark digs.");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(folder.Path, Cancel);
        folder.Dispose();

        var request = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new IndexRequest { Path = folder.Path }, LocalAi.Rag.RagJson.Options);
        var queued = await rag.Get<JobQueue>().AddAsync(new NewJob(JobKind.Index, "default", folder.Path, request), Cancel);
        var job = await rag.EndOfAsync(queued.Id, Cancel);

        (job.State, job.Progress.Removed).ShouldBe((JobState.Failed, 0));
        job.Error!.ShouldContain("nothing was removed");
        (await rag.AskAsync("aardvark", Cancel)).Sources.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Index_WrongDocuments_NameTheField()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        var document = new IndexDocument { Id = "a", Text = "x" };

        await RefusedAsync(new IndexRequest(), "either path");
        await RefusedAsync(new IndexRequest { Path = "/tmp", Documents = [document] }, "either path");
        await RefusedAsync(new IndexRequest { Documents = [] }, "1 to 1000");
        await RefusedAsync(new IndexRequest { Documents = [document, document] }, "'a' twice");
        await RefusedAsync(new IndexRequest { Documents = [document with { Id = new string('i', 513) }] }, "documents[0].id");
        await RefusedAsync(new IndexRequest { Documents = [document with { Text = new string('x', 4_000_001) }] }, "documents[0].text");
        await RefusedAsync(new IndexRequest { Documents = [document], Tags = [.. Enumerable.Repeat("t", 17)] }, "tags");
        await RefusedAsync(new IndexRequest { Documents = [document], Collection = "a b" }, "collection");

        async Task RefusedAsync(IndexRequest request, string why) =>
            (await Should.ThrowAsync<ApiException>(() => rag.Client.IndexAsync(request, Cancel))).Message.ShouldContain(why);
    }

    [Fact]
    public async Task Index_TextWithNulAndControlCharacters_IsStored()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        var job = await rag.IndexAsync(Cancel, ("a\u0001.md", "The aardvark\0digs \u0007 today."));

        job.State.ShouldBe(JobState.Done, job.Error);
        (await rag.AskAsync("aardvark", Cancel)).Sources[0].Quote.ShouldContain("aardvark digs");
    }

    [Fact]
    public async Task Jobs_TooManyWaiting_Are429()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Ingest:MaxQueuedJobs", "1"));
        using var folder = ManyFiles();
        await rag.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel);

        var refused = await Should.ThrowAsync<ApiException>(() => rag.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel));

        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Cancel_InTheMiddle_KeepsWhatIsDoneAndResumeEndsIt()
    {
        using var folder = ManyFiles();
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Ingest:Parallelism", "1"));
        var id = (await rag.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel)).Id;
        await foreach (var status in rag.Client.FollowJobAsync(id, Cancel))
        {
            if (status.Progress.Added > 20)
            {
                await rag.Client.CancelJobAsync(id, Cancel);
            }
        }

        var cancelled = await rag.Client.GetJobAsync(id, Cancel);
        var documents = (await rag.Client.GetCollectionAsync("default", Cancel)).Documents;
        await rag.Client.ResumeJobAsync(id, Cancel);
        var resumed = await rag.EndOfAsync(id, Cancel);

        cancelled.State.ShouldBe(JobState.Cancelled);
        documents.ShouldBeInRange(20, Files - 1);
        resumed.State.ShouldBe(JobState.Done, resumed.Error);
        (resumed.Progress.Added, resumed.Progress.Unchanged, resumed.Progress.FilesDone).ShouldBe((Files, 0, Files));
        (await rag.Client.GetCollectionAsync("default", Cancel)).Chunks.ShouldBe(Files);
        (await Should.ThrowAsync<ApiException>(() => rag.Client.ResumeJobAsync(id, Cancel))).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Stop_InTheMiddle_TheNextServiceGoesOn()
    {
        using var folder = ManyFiles();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        Guid id;
        await using (var first = await RagHost.StartAsync(database, Cancel, ("Rag:Ingest:Parallelism", "1")))
        {
            id = (await first.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel)).Id;
            await Eventually.TrueAsync(async () => (await first.Client.GetJobAsync(id, Cancel)).Progress.Added > 10, "some files are in", Cancel);
        }

        await using var second = await RagHost.StartAsync(database, Cancel);
        var job = await second.EndOfAsync(id, Cancel);

        job.State.ShouldBe(JobState.Done, job.Error);
        (job.Progress.Added, job.Progress.Unchanged).ShouldBe((Files, 0));
        (await second.Client.GetCollectionAsync("default", Cancel)).Chunks.ShouldBe(Files);
        (await second.AskAsync("number399", Cancel)).Sources[0].Path.ShouldBe("3/399.md");
    }

    [Fact]
    public async Task Kill_InTheMiddle_TheNextServiceGoesOn()
    {
        using var folder = ManyFiles();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        var port = PostgresServer.FreePort();
        using var process = RagProcess.Start(database, port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var client = new RagClient(http);
        Guid id;
        try
        {
            await Eventually.TrueAsync(() => AnswersAsync(http), "the process answers", Cancel);
            id = (await client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel)).Id;
            await Eventually.TrueAsync(async () => (await client.GetJobAsync(id, Cancel)).Progress.Added > 10, "some files are in", Cancel);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Cancel);
        }

        await using var rag = await RagHost.StartAsync(database, Cancel);
        var job = await rag.EndOfAsync(id, Cancel);

        job.State.ShouldBe(JobState.Done, job.Error);
        (job.Progress.Added, job.Progress.Unchanged, job.Progress.Unreadable).ShouldBe((Files, 0, 0));
        (await rag.Client.GetCollectionAsync("default", Cancel)).Chunks.ShouldBe(Files);
    }

    [Fact]
    public async Task DeleteCollection_WhileItIsIndexed_LeavesNothing()
    {
        using var folder = ManyFiles();
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Ingest:Parallelism", "1"));
        var id = (await rag.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel)).Id;
        await Eventually.TrueAsync(async () => (await rag.Client.GetJobAsync(id, Cancel)).Progress.Added > 5, "some files are in", Cancel);

        await rag.Client.DeleteCollectionAsync("default", Cancel);
        var job = await rag.EndOfAsync(id, Cancel);

        job.State.ShouldNotBe(JobState.Running);
        (await Should.ThrowAsync<ApiException>(() => rag.AskAsync("number1", Cancel))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await rag.Client.ListCollectionsAsync(null, Cancel)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Claim_JobsOfOneCollection_TakeTurns()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Ingest:ParallelJobs", "4"));
        using var folder = ManyFiles();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await rag.Client.IndexAsync(new IndexRequest { Path = folder.Path }, Cancel)).Id);
        }

        var most = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                most = Math.Max(most, rag.Get<RunningJobs>().Count);
                return (await rag.Client.ListJobsAsync(null, Cancel)).Items.All(j => j.State == JobState.Done);
            },
            "all three end",
            Cancel);

        most.ShouldBe(1);
    }

    private static TemporaryFolder ManyFiles()
    {
        var folder = new TemporaryFolder();
        for (var i = 0; i < Files; i++)
        {
            folder.File($"{i / 100}/{i}.md", $"# Note {i}\n\nThe animal number{i} lives here.\n");
        }

        return folder;
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/collections", Cancel)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
