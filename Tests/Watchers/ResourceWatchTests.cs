using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.Resources;

namespace LocalAi.Tests.Watchers;

public sealed class ResourceWatchTests : IAsyncLifetime
{
    private WatcherHost _host = null!;
    private ServerDouble _apphost = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await WatcherHost.StartAsync(null);
        _apphost = await ServerDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _apphost.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task WhatHasFailed_IsUnhealthy_KeepsRestarting_OrIsNearItsLimit_IsFound()
    {
        RunFile(_apphost.Url);
        Resources(restarts: 1);
        (await LookAsync()).ShouldBe(["resources/failed/rag", "resources/unhealthy/gateway", "resources/memory/embedding"], ignoreOrder: true);

        Resources(restarts: 4);

        (await LookAsync()).ShouldContain("resources/restarts/gateway");
        var failed = _host.Board.Snapshot()[0];
        (failed.Severity, failed.Detail).ShouldBe((FindingSeverity.Critical, "It crashed five times in five minutes."));
    }

    [Fact]
    public async Task WithoutARunFile_OrWithAHostThatIsGone_ItIsSaidAndNothingIsWrong()
    {
        (await ReportAsync()).Summary.ShouldStartWith("No embedded host");
        RunFile("http://127.0.0.1:1");
        (await ReportAsync()).Summary.ShouldStartWith("The host's API cannot be asked");
        _host.Data.File("run/host.json", "{ broken");
        (await ReportAsync()).Summary.ShouldStartWith("No embedded host");
        (await ReportAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void TheToken_DoesNotLeaveThisMachine()
    {
        RunFile("http://192.0.2.1:18888");

        var run = _host.Get<HostRunFile>().Read().ShouldNotBeNull();

        run.Dashboard.ShouldBeNull();
        run.Token.ShouldBeNull();
    }

    [Fact]
    public async Task ARefusedRestart_SaysWhy()
    {
        RunFile(_apphost.Url);
        _apphost.Answer("/api/resources/llm/restart", """{"title":"Command refused","detail":"It is stopping."}""", 409);

        (await _host.Get<HostApi>().RestartAsync(_host.Get<HostRunFile>().Read()!, "llm", Cancel)).ShouldBe("The host refused it: It is stopping.");
    }

    private void RunFile(string url) =>
        _host.Data.File("run/host.json", $$"""{"pid":7,"startedAt":"2026-11-30T00:00:00Z","dashboardUrl":"{{url}}/login?t=secret","resources":[]}""");

    private void Resources(int restarts) => _apphost.Answer(
        "/api/resources",
        $$$"""
        {"pid":7,"resources":[
          {"name":"postgres","type":"Container","state":"Running","health":"Healthy","restarts":0,"cpuPercent":1.5,"memoryBytes":104857600,"limits":{"cpus":1,"memoryBytes":1073741824}},
          {"name":"gateway","type":"Project","state":"Running","health":"Unhealthy","restarts":{{{restarts}}} },
          {"name":"rag","type":"Project","state":"Failed","reason":"It crashed five times in five minutes.","restarts":5},
          {"name":"embedding","type":"Project","state":"Running","health":"Healthy","memoryBytes":1020000000,"limits":{"memoryBytes":1073741824}},
          {"name":"internal-key","type":"Parameter","state":"Failed"}]}
        """);

    private async Task<LocalAi.AgentApi.Watchers.Reports.WatchReport> ReportAsync() => await _host.Get<ResourceWatch>().LookAsync(_host.Time.GetUtcNow(), Cancel);

    private async Task<IReadOnlyList<string>> LookAsync()
    {
        var report = await ReportAsync();
        _host.Board.Renew("resources/", report.Findings);
        return [.. report.Findings.Select(f => f.Key)];
    }
}
