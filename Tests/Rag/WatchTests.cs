using System.Net;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>Watched folders are indexed when they change, and survive being away.</summary>
public sealed class WatchTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WatchFolder_FilesComeChangeAndGo_IsFollowed()
    {
        using var folder = new TemporaryFolder();
        var first = folder.File("a.md", "The aardvark digs.");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Watch:DebounceMilliseconds", "200"));

        var watched = await rag.Client.AddWatchFolderAsync(new WatchFolderRequest(folder.Path, "notes", ["watched"]), Cancel);
        await FoundAsync("aardvark", "a.md");
        folder.File("sub/b.md", "The badger sleeps.");
        await FoundAsync("badger", "sub/b.md");
        File.WriteAllText(first, "The alpaca hums.");
        await FoundAsync("alpaca", "a.md");
        File.Delete(first);
        await Eventually.TrueAsync(async () => (await AskAsync("alpaca")).Sources.Count == 0, "the deleted file is gone", Cancel);

        var row = (await rag.Client.ListWatchFoldersAsync(Cancel)).Items.Single();
        (row.Id, row.State, row.Path).ShouldBe((watched.Id, "watching", folder.Path));
        row.ScannedAt.ShouldNotBeNull();
        (await rag.Client.ListDocumentsAsync("notes", null, null, Cancel)).Items.ShouldAllBe(d => d.Tags.Contains("watched"));
        await rag.Client.DeleteWatchFolderAsync(watched.Id, Cancel);
        (await rag.Client.ListWatchFoldersAsync(Cancel)).Items.ShouldBeEmpty();
        (await AskAsync("badger")).Sources.Count.ShouldBe(1);

        Task<QueryAnswer> AskAsync(string query) => rag.Client.QueryAsync(new QueryRequest { Query = query, Collection = "notes" }, Cancel);

        Task FoundAsync(string query, string path) =>
            Eventually.TrueAsync(async () => (await AskAsync(query)).Sources.Any(s => s.Path == path), $"{query} is found in {path}", Cancel);
    }

    [Fact]
    public async Task WatchFolder_GoesAwayAndComesBack_NothingIsRemovedAndItGoesOn()
    {
        using var above = new TemporaryFolder();
        var path = Path.Combine(above.Path, "disk");
        above.File("disk/a.md", "The aardvark digs.");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, ("Rag:Watch:DebounceMilliseconds", "200"));
        await rag.Client.AddWatchFolderAsync(new WatchFolderRequest(path), Cancel);
        await Eventually.TrueAsync(async () => (await rag.AskAsync("aardvark", Cancel)).Sources.Count == 1, "the folder is indexed", Cancel);

        Directory.Move(path, path + "-away");
        await Eventually.TrueAsync(async () => (await rag.Client.ListWatchFoldersAsync(Cancel)).Items.Single().State == "missing", "it is seen as missing", Cancel);
        (await rag.AskAsync("aardvark", Cancel)).Sources.Count.ShouldBe(1);
        Directory.Move(path + "-away", path);
        above.File("disk/b.md", "The badger sleeps.");

        await Eventually.TrueAsync(async () => (await rag.AskAsync("badger", Cancel)).Sources.Count == 1, "it is watched again", Cancel);
    }

    [Fact]
    public async Task WatchFolder_AFileOrAMissingFolder_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.md", "x");
        await using var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel);

        (await Should.ThrowAsync<ApiException>(() => rag.Client.AddWatchFolderAsync(new WatchFolderRequest(file), Cancel))).Message.ShouldContain("only folders");
        (await Should.ThrowAsync<ApiException>(() => rag.Client.AddWatchFolderAsync(new WatchFolderRequest(folder.Path + "/no"), Cancel))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Should.ThrowAsync<ApiException>(() => rag.Client.DeleteWatchFolderAsync(17, Cancel))).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
