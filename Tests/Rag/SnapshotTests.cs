using System.Globalization;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Retrieval;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>Stored indexes make a start quick and never wrong: what changed meanwhile comes from Postgres, what is torn or foreign is not used.</summary>
public sealed class SnapshotTests(PostgresServer postgres)
{
    private static readonly IndexDocument[] Animals =
    [
        new() { Id = "a.md", Text = "The aardvark digs at night." },
        new() { Id = "b.md", Text = "The badger sleeps in winter.", Title = "Burrows" },
        new() { Id = "c.md", Text = "The camel carries water. 낙타는 사막에 산다." },
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_DocumentsAddedChangedAndDeletedMeanwhile_AreAsPostgresHasThem()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        await StoreAsync(database, folder, Animals);
        await using (var other = await RagHost.StartAsync(database, Cancel))
        {
            await other.IndexAsync(
                new IndexRequest { Documents = [Animals[1] with { Title = "Hibernation" }, Animals[2] with { Text = "The cheetah runs." }, new IndexDocument { Id = "d.md", Text = "The dingo howls." }] },
                Cancel);
            var gone = (await other.Client.ListDocumentsAsync("default", null, null, Cancel)).Items.Single(d => d.Path == "a.md");
            await other.Client.DeleteDocumentAsync(gone.Id, Cancel);
        }

        await using var rag = await StartAsync(database, folder);

        IsFromFile(rag).ShouldBeTrue();
        Found(rag, "aardvark").ShouldBe(0);
        Found(rag, "camel").ShouldBe(0);
        Found(rag, "낙타").ShouldBe(0);
        Found(rag, "burrows").ShouldBe(0);
        Found(rag, "hibernation").ShouldBe(1);
        Found(rag, "cheetah").ShouldBe(1);
        Found(rag, "dingo").ShouldBe(1);
        Index(rag).Count.ShouldBe(3);
        (await rag.AskAsync("aardvark", Cancel)).Sources.ShouldBeEmpty();
        (await rag.AskAsync("Where does the badger sleep?", Cancel)).Answer.ShouldContain("sleeps in winter");
    }

    [Fact]
    public async Task Start_FileOfAnotherDatabaseWithTheSameIds_TellsNothingOfIt()
    {
        using var folder = new TemporaryFolder();
        using var foreign = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        await StoreAsync(database, folder, [new IndexDocument { Id = "a.md", Text = "The yak climbs." }]);
        await StoreAsync(await postgres.CreateDatabaseAsync(Cancel), foreign, Animals);
        File.Copy(FileIn(foreign)!, FileIn(folder)!, overwrite: true);

        await using var rag = await StartAsync(database, folder);

        IsFromFile(rag).ShouldBeTrue();
        Found(rag, "yak").ShouldBe(1);
        Found(rag, "aardvark").ShouldBe(0);
        Index(rag).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("empty")]
    [InlineData("folder")]
    public async Task Start_FileThatIsNoImage_AnalysesTheTextsAndStoresThemAnew(string damage)
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        await StoreAsync(database, folder, Animals);
        var file = FileIn(folder)!;
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        File.Delete(file);
        switch (damage)
        {
            case "cut": await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], Cancel); break;
            case "flipped": await File.WriteAllBytesAsync(file, [.. bytes[..^40], (byte)(bytes[^40] ^ 1), .. bytes[^39..]], Cancel); break;
            case "empty": await File.WriteAllBytesAsync(file, [], Cancel); break;
            default: Directory.CreateDirectory(file); break;
        }

        await using var rag = await StartAsync(database, folder);

        IsFromFile(rag).ShouldBeFalse();
        Found(rag, "aardvark").ShouldBe(1);
        if (damage != "folder")
        {
            await Eventually.TrueAsync(() => IsFromFile(rag), "the index is stored anew", Cancel);
            (await File.ReadAllBytesAsync(file, Cancel)).Length.ShouldBe(bytes.Length);
        }
    }

    [Fact]
    public async Task Files_OfADeletedCollectionAndOfUnfinishedWrites_AreRemoved()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        var left = folder.File("1-1.index.0123.tmp", "half");
        File.SetLastWriteTimeUtc(left, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var underWay = folder.File("1-1.index.4567.tmp", "half");
        await StoreAsync(database, folder, Animals);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(FileIn(folder)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var rag = await StartAsync(database, folder);
        await rag.Client.DeleteCollectionAsync("default", Cancel);

        await Eventually.TrueAsync(() => FileIn(folder) is null, "the file of the deleted collection is gone", Cancel);
        File.Exists(left).ShouldBeFalse();
        File.Exists(underWay).ShouldBeTrue();
    }

    [Fact]
    public async Task Deletion_OfMostDocuments_TakesTheirWordsFromTheDisk()
    {
        using var folder = new TemporaryFolder();
        await using var rag = await StartAsync(await postgres.CreateDatabaseAsync(Cancel), folder);
        await rag.IndexAsync(new IndexRequest { Documents = Animals }, Cancel);
        await Eventually.TrueAsync(() => Holds("aardvark"), "the index is stored", Cancel);

        var gone = (await rag.Client.ListDocumentsAsync("default", null, null, Cancel)).Items.Single(d => d.Path == "a.md");
        await rag.Client.DeleteDocumentAsync(gone.Id, Cancel);

        await Eventually.TrueAsync(() => !Holds("aardvark") && Holds("sleep"), "the index is stored without the deleted words", Cancel);

        bool Holds(string word) => FileIn(folder) is { } file && File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(word)) >= 0;
    }

    [Fact]
    public async Task Start_FolderThatCannotBeMade_AnswersAllTheSame()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("taken", "a file where the folder should be");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, [.. Settings(Path.Combine(file, "below"))]);

        await rag.IndexAsync(new IndexRequest { Documents = Animals }, Cancel);
        await Task.Delay(2500, Cancel);

        IsFromFile(rag).ShouldBeFalse();
        (await rag.AskAsync("aardvark", Cancel)).Sources.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_AfterKillsWhileIndexesAreStored_FindsAllThatWasCommitted()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync(Cancel);
        var port = PostgresServer.FreePort();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var client = new RagClient(http);
        for (var round = 0; round < 3; round++)
        {
            using var process = RagProcess.Start(database, port, folder.Path);
            try
            {
                await Eventually.TrueAsync(() => AnswersAsync(http), "the process answers", Cancel);
                var documents = Enumerable.Range(0, 400).Select(i => new IndexDocument { Id = $"{round}-{i}", Text = $"animal{round}x{i} lives here with word{(round * 400) + i}" }).ToList();
                var job = await client.IndexAsync(new IndexRequest { Documents = documents }, Cancel);
                await foreach (var _ in client.FollowJobAsync(job.Id, Cancel))
                {
                }

                // As soon as anything is being written.
                await Eventually.TrueAsync(
                    () => Directory.EnumerateFiles(folder.Path).Any(f => File.GetLastWriteTimeUtc(f) > process.StartTime.ToUniversalTime()),
                    "an index is being stored",
                    Cancel);
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(Cancel);
            }
        }

        await using var rag = await StartAsync(database, folder);

        Index(rag).Count.ShouldBe(1200);
        foreach (var round in Enumerable.Range(0, 3))
        {
            Found(rag, string.Create(CultureInfo.InvariantCulture, $"animal{round}x399")).ShouldBe(1);
        }
    }

    private static (string, string)[] Settings(string folder) =>
    [
        ("Rag:Snapshots:Enabled", "true"), ("Rag:Snapshots:Folder", folder), ("Rag:Snapshots:MinimumChunks", "1"), ("Rag:Snapshots:SettleSeconds", "1"),
    ];

    private static async Task<RagHost> StartAsync(string database, TemporaryFolder folder)
    {
        var rag = await RagHost.StartAsync(database, Cancel, Settings(folder.Path));
        await Eventually.TrueAsync(
            async () => (await rag.Client.ListCollectionsAsync(null, Cancel)).Items.All(c => c.Index == "ready" && !rag.Get<IndexRegistry>().Get(c.Name)!.Loading),
            "the indexes are loaded",
            Cancel);
        return rag;
    }

    /// <summary>Indexes, waits until the index is stored, and ends.</summary>
    private async Task StoreAsync(string database, TemporaryFolder folder, IndexDocument[] documents)
    {
        await using var rag = await StartAsync(database, folder);
        await rag.IndexAsync(new IndexRequest { Documents = documents }, Cancel);
        await Eventually.TrueAsync(() => FileIn(folder) is not null && IsFromFile(rag), "the index is stored", Cancel);
    }

    private static string? FileIn(TemporaryFolder folder) => Directory.EnumerateFiles(folder.Path, "*.index").SingleOrDefault();

    private static CollectionIndex Index(RagHost rag) => rag.Get<IndexRegistry>().Get("default")!.Live.Index;

    /// <summary>Whether the index was read from, or written to, its file.</summary>
    private static bool IsFromFile(RagHost rag) => Index(rag).ImageVersion >= 0;

    /// <summary>What the index itself finds; answers leave out what Postgres lacks anyway.</summary>
    private static int Found(RagHost rag, string word) =>
        rag.Get<Retriever>().Search([Index(rag)], new RetrievalQuery { Text = word, Mode = RetrievalMode.Lexical }, Cancel).Items.Count;

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
