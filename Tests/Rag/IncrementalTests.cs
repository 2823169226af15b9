using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Documents;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>Indexing again touches only what changed, and follows deletes.</summary>
public sealed class IncrementalTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Index_Again_CountsAddedChangedUnchangedRemoved()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.md", "# Alpha\n\nThe aardvark digs.\n");
        var changing = folder.File("b.md", "# Beta\n\nThe badger sleeps.\n");
        var leaving = folder.File("c.md", "# Gamma\n\nThe capybara swims.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(folder.Path, Cancel);

        File.WriteAllText(changing, "# Beta\n\nThe badger hibernates.\n");
        File.Delete(leaving);
        folder.File("d.md", "# Delta\n\nThe dolphin jumps.\n");
        var second = await rag.IndexAsync(folder.Path, Cancel);

        (second.Progress.Added, second.Progress.Changed, second.Progress.Unchanged, second.Progress.Removed).ShouldBe((1, 1, 1, 1));
        (await rag.AskAsync("capybara", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);
        (await rag.AskAsync("badger sleeps", Cancel)).Answer.ShouldNotContain("sleeps");
        (await rag.AskAsync("hibernates", Cancel)).Sources[0].Path.ShouldBe("b.md");
    }

    [Fact]
    public async Task Index_OnlyTheTimeChanged_IsUnchangedAndKeepsItsChunks()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.md", "The aardvark digs.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(folder.Path, Cancel);
        var before = (await rag.AskAsync("aardvark", Cancel)).Sources[0].ChunkId;

        File.SetLastWriteTimeUtc(file, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var second = await rag.IndexAsync(folder.Path, Cancel);

        (second.Progress.Unchanged, second.Progress.Changed, second.Progress.Chunks).ShouldBe((1, 0, 0));
        (await rag.AskAsync("aardvark", Cancel)).Sources[0].ChunkId.ShouldBe(before);
    }

    [Fact]
    public async Task Index_LineAddedAtTheTop_KeepsTheOtherChunksWithNewLineNumbers()
    {
        using var folder = new TemporaryFolder();
        var body = string.Join("\n\n", Enumerable.Range(0, 12).Select(i => $"## Part {i}\n\n" + string.Concat(Enumerable.Repeat($"Sentence about topic{i} and nothing else. ", 40))));
        var file = folder.File("a.md", body);
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        var first = await rag.IndexAsync(folder.Path, Cancel);
        var before = (await rag.AskAsync("topic11", Cancel)).Sources[0];

        File.WriteAllText(file, "# New title\n\nA new first paragraph.\n\n" + body.Replace("## Part 0", "## Part zero", StringComparison.Ordinal));
        var second = await rag.IndexAsync(folder.Path, Cancel);
        var after = (await rag.AskAsync("topic11", Cancel)).Sources[0];

        second.Progress.Changed.ShouldBe(1);
        after.LineStart.ShouldBe(before.LineStart + 4);
        second.Progress.Chunks.ShouldBeLessThanOrEqualTo(first.Progress.Chunks + 2);
    }

    [Fact]
    public async Task Index_IgnoreFilesChange_IsFollowed()
    {
        using var folder = new TemporaryFolder();
        folder.File(".gitignore", "*.log\n/build/\n!keep.log\n");
        folder.File("notes.md", "The aardvark digs.\n");
        folder.File("secret/plan.md", "The badger plans.\n");
        folder.File("trace.log", "The capybara traces.\n");
        folder.File("keep.log", "The dolphin stays.\n");
        folder.File("build/out.md", "The elephant builds.\n");
        folder.File("node_modules/x/readme.md", "The ferret is vendored.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        await rag.IndexAsync(folder.Path, Cancel);
        (await PathsAsync(rag)).ShouldBe([".gitignore", "keep.log", "notes.md", "secret/plan.md"], ignoreOrder: true);
        folder.File(".localaiignore", "secret/\n");
        var second = await rag.IndexAsync(folder.Path, Cancel);

        second.Progress.Removed.ShouldBe(1);
        (await PathsAsync(rag)).ShouldBe([".gitignore", ".localaiignore", "keep.log", "notes.md"], ignoreOrder: true);
        (await rag.AskAsync("badger plans", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);
    }

    [Fact]
    public async Task Index_FolderIsEmptyAsAnUnmountedDisk_RemovesNothingUnlessAllowed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.md", "The aardvark digs.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(folder.Path, Cancel);
        File.Delete(file);

        var kept = await rag.IndexAsync(folder.Path, Cancel);
        var allowed = await rag.IndexAsync(new IndexRequest { Path = folder.Path, AllowEmpty = true }, Cancel);

        (kept.Progress.Removed, kept.Notes.Single()).ShouldBe((0, kept.Notes.Single(n => n.Contains("allow_empty", StringComparison.Ordinal))));
        allowed.Progress.Removed.ShouldBe(1);
    }

    [Fact]
    public async Task Index_SubfolderOfAnIndexedFolder_PrunesOnlyThere()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.md", "The aardvark digs.\n");
        var leaving = folder.File("sub/b.md", "The badger sleeps.\n");
        folder.File("sub/c.md", "The capybara swims.\n");
        folder.File("sub2/d.md", "The dolphin jumps.\n");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(folder.Path, Cancel);
        File.Delete(leaving);

        var second = await rag.IndexAsync(Path.Combine(folder.Path, "sub"), Cancel);

        second.Progress.Removed.ShouldBe(1);
        (await rag.Client.GetCollectionAsync("default", Cancel)).Documents.ShouldBe(3);
    }

    [Fact]
    public async Task Index_SameFolderByTwoServices_DoublesNothing()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 60; i++)
        {
            folder.File($"f{i % 5}/{i}.md", $"# Note {i}\n\nThe animal number{i} lives here.\n");
        }

        var database = await postgres.CreateDatabaseAsync(Cancel);
        await using var first = await RagHost.StartAsync(database, Cancel);
        await using var second = await RagHost.StartAsync(database, Cancel);

        // Two requests to one collection take turns; two collections run beside each other and share nothing.
        var jobs = await Task.WhenAll(
            first.IndexAsync(folder.Path, Cancel),
            second.IndexAsync(folder.Path, Cancel),
            second.IndexAsync(new IndexRequest { Collection = "other", Path = folder.Path }, Cancel));

        jobs.ShouldAllBe(j => j.State == JobState.Done);
        (await first.Client.GetCollectionAsync("default", Cancel)).Documents.ShouldBe(60);
        (await first.Client.GetCollectionAsync("default", Cancel)).Chunks.ShouldBe(60);
        (await first.Client.GetCollectionAsync("other", Cancel)).Chunks.ShouldBe(60);
        var answer = await first.AskAsync("number17", Cancel);
        answer.Sources.Count(s => s.Path == "f2/17.md").ShouldBe(1);
    }

    [Fact]
    public async Task Index_TagsWithAnyCharacters_ComeBackInOrder()
    {
        string[] tags = ["쉼표, 따옴표\"", "{a,b}", "NULL", "back\\slash"];
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        await rag.IndexAsync(new IndexRequest { Tags = tags, Documents = [new IndexDocument { Id = "a", Text = "The aardvark digs." }] }, Cancel);

        (await rag.Client.ListDocumentsAsync("default", null, null, Cancel)).Items.Single().Tags.ShouldBe(tags);
    }

    [Fact]
    public async Task Index_OnlyTheTitleChanged_IsFoundByTheNewOne()
    {
        var document = new IndexDocument { Id = "b.md", Text = "The badger sleeps in winter.", Title = "Burrows" };
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(new IndexRequest { Documents = [document] }, Cancel);

        var job = await rag.IndexAsync(new IndexRequest { Documents = [document with { Title = "Hibernation" }] }, Cancel);
        var again = await rag.IndexAsync(new IndexRequest { Documents = [document with { Title = "Hibernation" }] }, Cancel);

        (job.Progress.Changed, again.Progress.Changed, again.Progress.Unchanged).ShouldBe((1, 0, 1));
        (await rag.AskAsync("hibernation", Cancel)).Sources.Single().Title.ShouldBe("Hibernation");
        (await rag.AskAsync("burrows", Cancel)).Sources.ShouldBeEmpty();
    }

    /// <summary>The locks of a group are taken in one order, whatever order its documents come in.</summary>
    [Fact]
    public async Task Write_TheSameGroupForwardsAndBackwards_EachDocumentIsWrittenByOne()
    {
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);
        await rag.IndexAsync(Cancel, ("first", "The aardvark digs."));
        var collection = (await rag.Get<CollectionStore>().FindAsync("default", Cancel)).ShouldNotBeNull();
        var writer = rag.Get<DocumentWriter>();
        for (var round = 0; round < 10; round++)
        {
            DocumentDraft[] drafts = [.. Enumerable.Range(0, 60).Select(i => new DocumentDraft
            {
                CollectionId = collection.Id, Uri = $"doc:{i}", Path = $"{i}", Title = $"round {round}", Type = "txt", Recipe = "test",
            })];

            var written = await Task.WhenAll(
                writer.WriteAsync(drafts, (_, _, _) => { }, Cancel),
                writer.WriteAsync([.. drafts.Reverse()], (_, _, _) => { }, Cancel));

            for (var i = 0; i < drafts.Length; i++)
            {
                var outcomes = new[] { written[0][i].Outcome, written[1][drafts.Length - 1 - i].Outcome };
                outcomes.Count(outcome => outcome == WriteOutcome.Unchanged).ShouldBe(1, $"document {i} in round {round}");
                outcomes.ShouldContain(round == 0 ? WriteOutcome.Added : WriteOutcome.Changed);
            }
        }

        (await rag.Client.GetCollectionAsync("default", Cancel)).Documents.ShouldBe(61);
    }

    private static async Task<List<string>> PathsAsync(RagHost rag) =>
        [.. (await rag.Client.ListDocumentsAsync("default", "indexed", null, Cancel)).Items.Select(d => d.Path)];
}
