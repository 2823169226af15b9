using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.AgentApi.Watchers.Processes;
using LocalAi.Tests.Inference;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Watchers;

public sealed class LanguageModelWatchTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string IdleHealth = """{"status":"ok","models":{"loaded":["tiny"]},"requests":0,"slots":{"busy":0,"waiting":0},"generations":{}}""";

    private ServerDouble _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerDouble.StartAsync(("/health", IdleHealth), ("/models/unload", "{}"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task AServerOfTheSettings_IsShownWithItsModelsAndItsProcess_AndKept()
    {
        await using var host = await StartAsync();

        (await host.RunAsync("watch_llm")).ShouldBe("1 of 1 servers answer, 1 models are loaded.");

        var watchers = await host.Rhythm.GetWatchersAsync(Cancel);
        watchers.Complete.ShouldBeTrue();
        watchers.Findings.ShouldBeEmpty();
        var thing = watchers.Watchers.Single(w => w.Name == "llm").Things.ShouldHaveSingleItem();
        thing.Name.ShouldBe("mine");
        thing.State.ShouldBe("ok");
        thing.Detail.ShouldNotBeNull().ShouldContain("Loaded: tiny.");
        thing.MemoryBytes.ShouldBe(300L << 20, "the worker's memory counts");
    }

    [Fact]
    public async Task AServerThatUsesTheCpuWithoutARequest_IsReportedAfterAMinute_ButNotWhileItAnswers()
    {
        await using var host = await StartAsync();
        var cpu = 0.0;
        using var burning = new CancellationTokenSource();
        var burn = BurnAsync();
        try
        {
            _server.Answer("/health", IdleHealth.Replace("\"requests\":0", "\"requests\":1", StringComparison.Ordinal));
            await host.RunAsync("watch_llm");
            await PassAsync(75);
            await host.RunAsync("watch_llm");
            await PassAsync(75);
            await host.RunAsync("watch_llm");
            host.Keys.ShouldBeEmpty("it works for somebody");

            _server.Answer("/health", IdleHealth);
            await PassAsync(75);
            await host.RunAsync("watch_llm");
            host.Keys.ShouldBeEmpty("it has been a moment");
            await PassAsync(75);
            await host.RunAsync("watch_llm");
            host.Keys.ShouldBe(["llm/cpu-idle/mine"]);
            host.Board.Snapshot()[0].Severity.ShouldBe(FindingSeverity.Critical);
        }
        finally
        {
            await burning.CancelAsync();
            await burn;
        }

        host.Time.Advance(TimeSpan.FromSeconds(75));
        await host.RunAsync("watch_llm");
        host.Time.Advance(TimeSpan.FromSeconds(75));
        await host.RunAsync("watch_llm");
        host.Keys.ShouldBeEmpty("it has calmed down");

        // Two cores all the time, on the clock of the test.
        async Task BurnAsync()
        {
            while (!burning.IsCancellationRequested)
            {
                await PassAsync(0.1);
                await Task.Delay(20, CancellationToken.None);
            }
        }

        Task PassAsync(double seconds)
        {
            lock (burning)
            {
                cpu += seconds * 2;
                Written(host, cpu);
                host.Time.Advance(TimeSpan.FromSeconds(seconds));
            }

            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task ASecondServerOfTheSameProgramAndModel_IsADuplicate_WhateverItsPort()
    {
        await using var host = await StartAsync();
        foreach (var (pid, port, model) in new[] { (500, 9001, "a.gguf"), (501, 9002, "a.gguf"), (502, 9003, "b.gguf") })
        {
            host.Proc.Process(pid, "llama-server", 1, executable: "/opt/llama-server", command: $"/opt/llama-server -m {model} --port {port}", start: pid);
            host.Proc.Listen(pid, port, 9000 + pid);
        }

        host.Proc.Process(503, "llama-server", 500, executable: "/opt/llama-server", command: "/opt/llama-server -m a.gguf --port 9001", start: 503);

        await host.RunAsync("watch_llm");

        var finding = host.Board.Snapshot().Single(f => f.Key.StartsWith("llm/duplicate/", StringComparison.Ordinal));
        finding.Key.ShouldBe("llm/duplicate/9001-9002");
        finding.Detail.ShouldContain("process 500 on port 9001, process 501 on port 9002");
        finding.Fix.ShouldBe("End all but one, for example: kill 501");
    }

    [Fact]
    public async Task IdleModels_AreUnloadedAfterTheTimeOfTheSettings_OnlyWhereThatIsAllowed_AndOnlyByTheLeader()
    {
        await using var host = await StartAsync(("LanguageModels:IdleUnloadMinutes", "30"));
        await host.RunAsync("watch_llm");
        host.Time.Advance(TimeSpan.FromMinutes(29));
        await host.RunAsync("watch_llm");
        _server.Paths.ShouldNotContain("/models/unload");

        host.Time.Advance(TimeSpan.FromMinutes(2));
        host.May = false;
        await host.RunAsync("watch_llm");
        await host.RunAsync("watch_llm", withDatabase: false);
        _server.Paths.ShouldNotContain("/models/unload", "another node leads, or nobody can tell");

        host.May = true;
        host.Proc.Connect(_server.Port, 77);
        _server.Answer("/health", IdleHealth.Replace("\"busy\":0", "\"busy\":1", StringComparison.Ordinal));
        await host.RunAsync("watch_llm");
        _server.Answer("/health", IdleHealth);
        await host.RunAsync("watch_llm");
        _server.Paths.ShouldNotContain("/models/unload", "somebody has used it");

        host.Time.Advance(TimeSpan.FromMinutes(31));
        await host.RunAsync("watch_llm");
        _server.Body("/models/unload").GetProperty("model").GetString().ShouldBe("tiny");
        var act = (await host.Rhythm.GetWatchersAsync(Cancel)).Acts.ShouldHaveSingleItem();
        (act.Target, act.Act, act.Outcome).ShouldBe(("mine", "unload", "done"));

        await using var foreign = await StartAsync(("LanguageModels:IdleUnloadMinutes", "30"), ("LanguageModels:Servers:0:Manage", "false"));
        await foreign.RunAsync("watch_llm");
        foreign.Time.Advance(TimeSpan.FromDays(1));
        await foreign.RunAsync("watch_llm");
        (await foreign.Rhythm.GetWatchersAsync(Cancel)).Acts.ShouldBeEmpty();
    }

    [Fact]
    public async Task ALeak_MakesMaintenanceDueOnce_AndItsHalfHoursOutliveThisService()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using (var first = await StartAsync(connection))
        {
            await FeedAsync(first, from: 0, hours: 6);
            first.Raised().ShouldBeEmpty("six hours are not enough");
        }

        await using var second = await StartAsync(connection);
        var memory = await FeedAsync(second, from: 6, hours: 6);

        memory.Leak.ShouldNotBeNull().Tier.ShouldBe("fast");
        second.Raised().ShouldHaveSingleItem().ShouldStartWith("Memory of mine leaks: Memory grows by ");
        var findings = second.Get<ServerFindings>().Judge(Look(0, 20_000), memory, available: 2L << 30, second.Time.GetUtcNow()).ToList();
        findings.ShouldContain(f => f.Key == "llm/leak/mine" && f.Severity == FindingSeverity.Critical);
    }

    [Fact]
    public async Task ALeakingServer_IsUnloadedFirst_ThenRestartedByItsHost_TwiceADayWithGrowingWaits()
    {
        await using var apphost = await ServerDouble.StartAsync(("/api/resources/llm/restart", """{"resource":"llm","command":"restart"}"""));
        await using var host = await StartAsync();
        host.Data.File("run/host.json", $$"""{"pid":1,"startedAt":"2026-11-30T00:00:00Z","dashboardUrl":"{{apphost.Url}}/login?t=secret","resources":[{"name":"llm","state":"Running","urls":["{{_server.Url}}"]}]}""");
        var (ladder, memory) = (host.Get<LeakLadder>(), new ServerMemory(new LeakDetector(new LeakOptions())) { UsedAt = host.Time.GetUtcNow() });
        var ours = new ServerTarget("llm", ServerKind.Llama, new Uri(_server.Url), true, "llm");

        (await StepAsync(Look(0, 5000) with { Server = ours })).ShouldBeNull("nothing leaks");
        memory.Leak = new LeakFinding("fast", 500L << 20, "Memory grows by 500 MB an hour.");
        (await StepAsync(Look(0, 5000, "tiny") with { Server = ours })).ShouldBe("llm: unload done.");
        (await StepAsync(Look(0, 5000) with { Server = ours }, available: 10L << 30)).ShouldBeNull("there is time");
        (await StepAsync(Look(0, 5000) with { Server = ours, State = new ServerState("ok", [], true) })).ShouldBeNull("somebody waits for an answer");
        apphost.Paths.ShouldBeEmpty();

        (await StepAsync(Look(0, 5000) with { Server = ours })).ShouldBe("llm: restart done.");
        (await StepAsync(Look(0, 5000) with { Server = ours })).ShouldNotBeNull().ShouldStartWith("Not done: It was done");
        await ShiftActsAsync(host, TimeSpan.FromMinutes(40));
        (await StepAsync(Look(0, 5000) with { Server = ours })).ShouldBe("llm: restart done.");
        await ShiftActsAsync(host, TimeSpan.FromHours(4));
        (await StepAsync(Look(0, 5000) with { Server = ours })).ShouldBe("Not done: It was done 2 times in the last day; 2 are allowed.");
        apphost.Paths.ShouldBe(["/api/resources/llm/restart", "/api/resources/llm/restart"]);
        (await StepAsync(Look(0, 5000) with { Server = ours with { IsManaged = false } })).ShouldBeNull();

        Task<string?> StepAsync(ServerLook look, long available = 2L << 30) => ladder.StepAsync(look, memory, available, host.Time.GetUtcNow(), host.Run(), Cancel);
    }

    [Theory]
    [InlineData(100, 1000L, 500L, null, 5)]
    [InlineData(100, 1000L, 500L, 1200L, 2)]
    [InlineData(100, 1000L, 500L, 900L, 0)]
    [InlineData(0, 1000L, 500L, null, double.PositiveInfinity)]
    public void TheTimeToTheLimit_IsWhatIsLeft_OverTheGrowth(double perHour, long resident, long available, long? limit, double hours) =>
        LeakLadder.HoursLeft(new LeakFinding("fast", perHour, ""), resident, limit, available).ShouldBe(hours);

    [Fact]
    public async Task LocalAisOwnInference_IsReadAndUnloadedForReal()
    {
        InferenceServer.SkipUnlessInstalled();
        using var models = new TemporaryFolder();
        TinyGguf.WriteChat(Path.Combine(models.Path, "tiny.gguf"));
        await using var inference = await InferenceServer.StartAsync(models.Path, Cancel);
        (await inference.Client.PostAsync("/models/load", new { model = "tiny" }, Cancel)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        await using var host = await StartAsync(
            ("LanguageModels:IdleUnloadMinutes", "1"), ("LanguageModels:Servers:0:Url", inference.Client.Address.ToString()));

        (await host.RunAsync("watch_llm")).ShouldBe("1 of 1 servers answer, 1 models are loaded.");
        host.Time.Advance(TimeSpan.FromMinutes(2));
        await host.RunAsync("watch_llm");

        (await host.RunAsync("watch_llm")).ShouldBe("1 of 1 servers answer, 0 models are loaded.");
    }

    [Fact]
    public void TheProcessOfAPort_IsFoundByItsSocket_ForReal()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var processes = new ServerProcesses(new ProcessTable(), new SocketTable());

        processes.Refresh([port]);
        var idle = processes.Usage(port).ShouldNotBeNull();
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", port);
        using var accepted = listener.AcceptTcpClient();
        processes.Refresh([port]);

        idle.Root.Pid.ShouldBe(Environment.ProcessId);
        idle.Connections.ShouldBe(0);
        processes.Usage(port).ShouldNotBeNull().Connections.ShouldBe(1);
        processes.Usage(1).ShouldBeNull();
    }

    private async Task<WatcherHost> StartAsync(params (string Key, string Value)[] more) => await StartAsync(await postgres.CreateDatabaseAsync(Cancel), more);

    private async Task<WatcherHost> StartAsync(string connection, params (string Key, string Value)[] more)
    {
        var host = await WatcherHost.StartAsync(
            connection,
            [("LanguageModels:Servers:0:Name", "mine"), ("LanguageModels:Servers:0:Kind", "llama"), ("LanguageModels:Servers:0:Url", _server.Url), ("LanguageModels:Servers:0:Manage", "true"), .. more]);
        host.Proc.Process(1, "init", 0);
        Written(host, 0);
        host.Proc.Listen(400, _server.Port, 4000);
        return host;
    }

    private static void Written(WatcherHost host, double cpuSeconds)
    {
        host.Proc.Process(400, "node", 1, cpuSeconds: cpuSeconds / 2, megabytes: 100);
        host.Proc.Process(401, "worker", 400, cpuSeconds: cpuSeconds / 2, megabytes: 200);
    }

    /// <summary>Feeds a memory that grows by 200 MB an hour, a sample every five minutes.</summary>
    private static async Task<ServerMemory> FeedAsync(WatcherHost host, int from, int hours)
    {
        var start = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        var memory = new ServerMemory(new LeakDetector(new LeakOptions()));
        for (var minute = from * 60; minute <= (from + hours) * 60; minute += 5)
        {
            await host.Get<LeakWatch>().TakeAsync(Look(0, 3000 + (minute * 200L / 60), "tiny"), memory, start.AddMinutes(minute), host.Run(), Cancel);
        }

        return memory;
    }

    private static ServerLook Look(double cores, long megabytes, params string[] models)
    {
        var root = new ProcessEntry(new ProcessIdentity(400, 100), "node", 'S', 1, 400, TimeSpan.Zero, megabytes << 20);
        return new ServerLook(
            new ServerTarget("mine", ServerKind.Llama, new Uri("http://127.0.0.1:1"), true), new ServerState("ok", [.. models.Select(m => new LoadedModel(m))], false),
            new ServerUsage(root, new ProcessOrigin("/usr/bin/node", ["node"], "/"), TimeSpan.Zero, megabytes << 20, 0), cores);
    }

    /// <summary>Time passes for what the database remembers.</summary>
    private static async Task ShiftActsAsync(WatcherHost host, TimeSpan by)
    {
        await using var connection = await host.Get<LocalAi.ServiceDefaults.Postgres.Database>().OpenAsync(Cancel);
        await using var command = new Npgsql.NpgsqlCommand("UPDATE rhythm.watch_acts SET at = at - @by", connection);
        command.Parameters.AddWithValue("by", by);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
