using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Watchers;

public sealed class ContainerWatchTests(PostgresServer postgres) : IAsyncLifetime
{
    private WatcherHost _host = null!;
    private EngineDouble _engine = null!;
    private EngineContainer _sick = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await WatcherHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel));
        _engine = await EngineDouble.StartAsync(Path.Combine(_host.Data.Path, "docker.sock"));
        _sick = new EngineContainer("aaa", "web") { Health = "unhealthy" };
        _sick.Restart = () => _sick.Health = "starting";
        _engine.Containers["aaa"] = _sick;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task AnUnhealthyContainer_IsReported_AndLeftAloneWithoutTheLabel()
    {
        await LookAsync();
        _host.Time.Advance(TimeSpan.FromHours(1));
        await LookAsync();

        var finding = _host.Board.Snapshot().Single(f => f.Key == "containers/unhealthy/web");
        finding.Detail.ShouldBe("connection refused");
        finding.Fix.ShouldBe("docker restart web; to have it done, give it the label localai.restart=true.");
        Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task WithTheLabel_ItIsRestartedAfterFiveMinutes_AndLookedAtAgain()
    {
        _sick.Labels["localai.restart"] = "true";
        await LookAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(4));
        await LookAsync();
        Restarts.ShouldBe(0);

        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await LookAsync();

        Restarts.ShouldBe(1);
        var act = (await _host.Rhythm.GetWatchersAsync(Cancel)).Acts.ShouldHaveSingleItem();
        (act.Target, act.Act, act.Outcome).ShouldBe(("container web", "restart", "done"));
        act.Reason.ShouldBe("Unhealthy for 6 min: connection refused");

        _host.Time.Advance(TimeSpan.FromMinutes(30));
        await LookAsync();
        Restarts.ShouldBe(1, "it is starting");
        _host.Keys.ShouldBeEmpty();

        _sick.Health = "unhealthy";
        await LookAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(6));
        await LookAsync();
        Restarts.ShouldBe(1, "the wait between two restarts is not over on the database's clock");
        _host.Board.Snapshot().Single().Detail.ShouldContain("Not done: It was done");
    }

    [Theory]
    [InlineData("restarting", "unhealthy")]
    [InlineData("running", "starting")]
    [InlineData("running", "healthy")]
    [InlineData("exited", "unhealthy")]
    [InlineData("paused", "unhealthy")]
    [InlineData("running", null)]
    public async Task WhatIsNotRunningAndUnhealthy_IsNeverRestarted(string status, string? health)
    {
        _sick.Labels["localai.restart"] = "true";
        (_sick.Status, _sick.Health) = (status, health);
        await LookAsync();
        _host.Time.Advance(TimeSpan.FromHours(1));
        await LookAsync();

        Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task WithoutTheLeadOrTheDatabase_NothingIsRestarted()
    {
        _sick.Labels["localai.restart"] = "true";
        await LookAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(6));

        await _host.RunAsync("watch_machine", withDatabase: false);
        _host.May = false;
        await LookAsync();

        Restarts.ShouldBe(0);
        (await _host.Rhythm.GetWatchersAsync(Cancel)).Acts.ShouldBeEmpty("what was not done is not counted");
    }

    [Fact]
    public async Task WhatAContainerUses_IsTheDifferenceOfTwoLooks_WithoutCache()
    {
        await LookAsync();
        (_sick.Cpu, _sick.Machine) = (500_000_000, 2_000_000_000);
        await LookAsync();

        var thing = (await WatcherAsync()).Things.ShouldHaveSingleItem();
        thing.CpuPercent.ShouldBe(200);
        thing.MemoryBytes.ShouldBe(200L << 20);
        thing.State.ShouldBe("running, unhealthy");
    }

    [Fact]
    public async Task OutOfMemory_NearTheLimit_AndRestartLoops_AreFound()
    {
        (_sick.Health, _sick.Memory, _sick.WasOutOfMemory) = ("healthy", 600 << 20, true);
        await LookAsync();
        _sick.RestartCount = 4;
        await LookAsync();

        _host.Keys.ShouldBe(["containers/memory/web", "containers/out-of-memory/web", "containers/restarts/web"], ignoreOrder: true);
        _engine.Containers.Clear();
        await LookAsync();
        _host.Keys.ShouldBeEmpty("it is gone");
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[5,null,{\"Id\":7}]")]
    public async Task AnEngineThatTalksNonsense_IsSaidToAndNothingElseFails(string garbage)
    {
        _engine.Garbage = garbage;

        (await _host.RunAsync("watch_machine")).ShouldContain("container");
        (await WatcherAsync()).Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task WithoutASocket_NothingIsAsked()
    {
        await _engine.DisposeAsync();
        File.Delete(Path.Combine(_host.Data.Path, "docker.sock"));

        await LookAsync();

        (await WatcherAsync()).Summary.ShouldStartWith("No container engine is here");
    }

    private int Restarts
    {
        get
        {
            lock (_engine.Requests)
            {
                return _engine.Requests.Count(r => r == "POST /v1.41/containers/aaa/restart?t=10");
            }
        }
    }

    private Task<string> LookAsync() => _host.RunAsync("watch_machine");

    private async Task<RhythmWatcher> WatcherAsync() => (await _host.Rhythm.GetWatchersAsync(Cancel)).Watchers.Single(w => w.Name == "containers");
}
