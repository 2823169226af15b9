namespace LocalAi.Tests.Cli;

public sealed class SettingsTests : IAsyncLifetime
{
    private const string Wsl =
        """{"program":"wsl","title":"WSL 2","state":"improvable","path":"/home/mina/.wslconfig","sha256":"abc","changes":[{"key":"wsl2.memory","current":"12GB","recommended":"6GB","reason":"Windows keeps the rest."}],"diff":"--- a\n+++ b\n-memory=12GB\n+memory=6GB\n","afterwards":"Run wsl --shutdown.","backups":[{"id":"20260101T000000000-aaaaaa","created_at":"2026-01-01T00:00:00Z","sha256":"aa"}]}""";

    private const string Changed =
        """{"program":"wsl","path":"/home/mina/.wslconfig","sha256":"def","backup":"20260102T000000000-bbbbbb","afterwards":"Run wsl --shutdown."}""";

    private FakeLocalAi _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task Settings_are_listed_and_their_diff_is_shown()
    {
        _fake.OnJson("GET /rhythm/settings", $"[{Wsl},{{\"program\":\"lmstudio\",\"title\":\"LM Studio\",\"state\":\"missing\"}}]");
        _fake.OnJson("GET /rhythm/settings/wsl", Wsl);
        var list = (await AiProcess.RunAsync(_fake, "rhythm", "settings")).Out;
        list.ShouldContain("wsl       improvable  1        1        /home/mina/.wslconfig");
        list.ShouldContain("lmstudio  missing");
        var diff = (await AiProcess.RunAsync(_fake, "rhythm", "settings", "diff", "wsl")).Out;
        diff.ShouldContain("wsl2.memory: 12GB → 6GB. Windows keeps the rest.");
        diff.ShouldContain("-memory=12GB\n+memory=6GB\n");
        diff.ShouldContain("backup 20260101T000000000-aaaaaa");
    }

    [Fact]
    public async Task Nothing_is_applied_where_nobody_can_be_asked()
    {
        _fake.OnJson("GET /rhythm/settings/wsl", Wsl);
        (await AiProcess.RunAsync(_fake, "rhythm", "settings", "apply", "wsl")).ShouldFail(2, "Add --yes to apply.");
        _fake.Requests.ShouldAllBe(request => request.Route.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_looked_at_is_applied_and_the_way_back_is_told()
    {
        _fake.OnJson("GET /rhythm/settings/wsl", Wsl);
        _fake.OnJson("POST /rhythm/settings/wsl/apply", Changed);
        _fake.OnJson("POST /rhythm/settings/wsl/restore", Changed);
        var applied = await AiProcess.RunAsync(_fake, "rhythm", "settings", "apply", "wsl", "--yes", "--only", "wsl2.memory");
        applied.Out.ShouldContain("ai rhythm settings restore wsl --backup 20260102T000000000-bbbbbb");
        _fake.Requests.Last().Body.ShouldBe("""{"sha256":"abc","keys":["wsl2.memory"]}""");
        (await AiProcess.RunAsync(_fake, "rhythm", "settings", "restore", "wsl")).ShouldSucceed();
        _fake.Requests.Last().Body.ShouldBe("{}");
    }
}
