namespace LocalAi.Tests.Cli;

public sealed class RhythmTests : IAsyncLifetime
{
    private const string Load = """{"level":"quiet","cpu":0.05,"foreign_cpu":0.02,"used_memory":0.4}""";
    private const string Tidy = """{"name":"tidy","priority":"low","origin":"added","schedule":"every 01:00:00","depends_on":["health_check"],"decision":"skip","reason":"Paused: holidays.","consecutive_failures":0,"paused":"holidays"}""";
    private const string Alert = """{"id":7,"rule":"disk","subject":"","severity":"critical","state":"firing","title":"The disk is 97 % full.","since":"2026-01-01T00:00:00Z","changed_at":"2026-01-01T00:00:00Z"}""";

    private FakeLocalAi _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task The_plan_says_why()
    {
        _fake.OnJson("GET /rhythm/plan", $$"""{"at":"2026-01-01T00:00:00Z","node":"n1","leads":true,"policy":"literal","load":{{Load}},"tasks":[{{Tidy}}],"warnings":["Policy literal starves."]}""");
        var result = await AiProcess.RunAsync(_fake, "rhythm", "plan", "--policy", "literal");
        result.ShouldSucceed();
        result.Out.ShouldStartWith("n1 runs the tasks; policy literal; quiet: CPU 5 %, others 2 %, memory 40 %\nPolicy literal starves.\n");
        result.Out.ShouldContain("tidy  low       skip  Paused: holidays.");
        (await AiProcess.RunAsync(_fake, "rhythm", "tasks")).Out.ShouldContain("tidy  added   every 01:00:00  health_check  skip  never         0");
        (await AiProcess.RunAsync(_fake, "rhythm", "--json")).Out.ShouldContain("\"policy\": \"literal\"");
        (await AiProcess.RunAsync(_fake, "rhythm", "plan", "--policy", "wild")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Run_follows_until_the_end_and_tells_how_it_was()
    {
        var asked = 0;
        _fake.OnJson("POST /rhythm/tasks/tidy/run", Tidy);
        _fake.OnJson("GET /rhythm/tasks/tidy", Tidy.Replace("Paused: holidays.", "Due; waits for its turn while rag runs.", StringComparison.Ordinal));
        _fake.On("GET /rhythm/runs", async context =>
        {
            // Nothing yet; still nothing; it runs; it has ended.
            const string run = """{"id":3,"task":"tidy","node":"n1","reason":"asked","started_at":"2026-01-01T00:00:00Z" """;
            var runs = asked++ switch { < 2 => "", 2 => run + "}", _ => run + ""","ended_at":"2026-01-01T00:00:02Z","outcome":"failed","summary":"exit code 1\nno such file"}""" };
            context.Response.ContentType = "application/json";
            await FakeJson(context, $$"""{"runs":[{{runs}}],"complete":true}""");
        });

        var result = await AiProcess.RunAsync(_fake, "rhythm", "run", "tidy");

        result.ExitCode.ShouldBe(1);
        result.Out.ShouldBe("tidy failed after 2.0 s\nexit code 1\nno such file\n");
        result.Error.ShouldContain("Due; waits for its turn while rag runs.");
        result.Error.ShouldContain("It runs.");
    }

    [Fact]
    public async Task Tasks_are_added_and_removed()
    {
        _fake.OnJson("POST /rhythm/definitions", """{"name":"tidy","every":"01:00:00","command":["python3","-c","print(1)"]}""", 201);
        _fake.OnJson("GET /rhythm/tasks/tidy", Tidy);
        _fake.On("DELETE /rhythm/definitions/tidy", context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });

        (await AiProcess.RunAsync(_fake, "rhythm", "tasks", "add", "tidy", "--every", "1h", "--after", "health_check", "--workspace", "notes", "--", "python3", "-c", "print(1)")).ShouldSucceed();
        _fake.Requests.First(r => r.Route.StartsWith("POST", StringComparison.Ordinal)).Body.ShouldBe(
            """{"name":"tidy","every":"01:00:00","depends_on":["health_check"],"command":["python3","-c","print(1)"],"workspace":"notes"}""");
        (await AiProcess.RunAsync(_fake, "rhythm", "tasks", "add", "tidy", "--every", "soon")).ShouldFail(2, "--every is soon");
        (await AiProcess.RunAsync(_fake, "rhythm", "tasks", "remove", "tidy")).Out.ShouldBe("tidy is removed.\n");
    }

    [Fact]
    public async Task Watchers_say_what_they_found_and_did()
    {
        _fake.OnJson(
            "GET /rhythm/watchers",
            """
            {"complete":true,
             "findings":[{"key":"llm/leak/llm","severity":"critical","title":"llm leaks memory.","detail":"Memory grows by 100 MB an hour.","fix":"Restart it.","since":"2026-01-01T00:00:00Z"}],
             "watchers":[{"name":"llm","looked_at":"2026-01-01T00:00:00Z","summary":"1 server.","things":[{"name":"llm","state":"ok","cpu_percent":12.4,"memory_bytes":3145728,"detail":"Loaded: chat-7b."}]}],
             "acts":[{"at":"2026-01-01T00:00:00Z","target":"llm","act":"unload","reason":"Idle for 60 min.","outcome":"done"}]}
            """);

        var result = await AiProcess.RunAsync(_fake, "rhythm", "watchers");

        result.ShouldSucceed();
        result.Out.ShouldContain("1 server.");
        result.Out.ShouldContain("unload of llm: done. Idle for 60 min.");
        result.Out.ShouldContain("llm leaks memory. Memory grows by 100 MB an hour.");
        (await AiProcess.RunAsync(_fake, "rhythm", "watchers", "llm")).Out.ShouldContain("llm   ok     12 %  3 MB    Loaded: chat-7b.");
        (await AiProcess.RunAsync(_fake, "rhythm", "watchers", "nobody")).ShouldFail(2, "there are llm");
        (await AiProcess.RunAsync(_fake, "rhythm", "watchers", "--json")).Out.ShouldContain("\"severity\": \"critical\"");
    }

    [Fact]
    public async Task Alerts_are_listed_acknowledged_and_silenced()
    {
        _fake.OnJson("GET /rhythm/alerts", $$"""{"alerts":[{{Alert}}]}""");
        _fake.OnJson("POST /rhythm/alerts/7/acknowledge", Alert.Replace("firing", "acknowledged", StringComparison.Ordinal));
        _fake.OnJson("POST /rhythm/alerts/7/silence", Alert);
        (await AiProcess.RunAsync(_fake, "rhythm", "alerts")).Out.ShouldContain("critical  firing  The disk is 97 % full.");
        (await AiProcess.RunAsync(_fake, "rhythm", "alerts", "ack", "7", "--note", "cleaning")).Out.ShouldBe("7: acknowledged. The disk is 97 % full.\n");
        _fake.Requests.Last().Body.ShouldBe("""{"note":"cleaning"}""");
        (await AiProcess.RunAsync(_fake, "rhythm", "alerts", "silence", "7", "--for", "4h")).ShouldSucceed();
        _fake.Requests.Last().Body.ShouldStartWith("""{"until":"20""");
        (await AiProcess.RunAsync(_fake, "rhythm", "alerts", "silence", "7", "--for", "4 weeks")).ShouldFail(2, "--for is 4 weeks");
    }

    [Fact]
    public async Task Junk_is_listed_and_only_the_listed_plan_is_cleaned()
    {
        _fake.OnJson("GET /rhythm/junk", """{"id":"p1","at":"2026-01-01T00:00:00Z","items":[{"rule":"old log","path":"/data/logs/a.1.log","bytes":2048,"modified_at":"2025-01-01T00:00:00Z"}],"bytes":2048,"has_more":false}""");
        _fake.OnJson("POST /rhythm/junk/clean", """{"files":0,"bytes":0,"kept":[{"path":"/data/logs/a.1.log","reason":"it is gone"}]}""");
        var dry = await AiProcess.RunAsync(_fake, "rhythm", "junk");
        dry.Out.ShouldContain("old log  2.0 KB");
        dry.Out.ShouldEndWith("1 things, 2.0 KB.\n");
        _fake.Requests.ShouldHaveSingleItem();

        (await AiProcess.RunAsync(_fake, "rhythm", "junk", "--clean")).Out.ShouldEndWith("Deleted 0 files, 0 B.\n/data/logs/a.1.log: it is gone\n");
        _fake.Requests.Last().Body.ShouldBe("""{"plan":"p1"}""");
    }

    [Fact]
    public async Task The_rest_of_the_commands()
    {
        _fake.OnJson("PUT /rhythm/policy", """{"policy":"steady"}""");
        _fake.OnJson("GET /rhythm/profile", """{"learned":false,"weekday":[],"weekend":[]}""");
        _fake.OnJson("POST /rhythm/tasks/tidy/pause", Tidy);
        _fake.OnJson("GET /rhythm/reports", """{"dates":["2026-11-21"]}""");
        _fake.OnJson("GET /rhythm/reports/2026-11-21", """{"date":"2026-11-21","text":"# Report\n"}""");
        (await AiProcess.RunAsync(_fake, "rhythm", "policy", "steady")).Out.ShouldBe("steady\n");
        (await AiProcess.RunAsync(_fake, "rhythm", "profile")).Out.ShouldContain("Not learned yet");
        (await AiProcess.RunAsync(_fake, "rhythm", "pause", "tidy", "--reason", "holidays")).Out.ShouldBe("tidy: Paused: holidays.\n");
        (await AiProcess.RunAsync(_fake, "rhythm", "report")).Out.ShouldBe("# Report\n");
        (await AiProcess.RunAsync(_fake, "rhythm", "report", "yesterday")).ShouldFail(2, "write it as 2026-11-21");
        (await AiProcess.RunAsync(null, "", [("LC_ALL", ""), ("LANG", "ko_KR.UTF-8")], "rhythm", "--help")).Out.ShouldContain("스케줄러");
        (await AiProcess.RunAsync(null, "completion", "bash")).Out.ShouldContain("2:rhythm) words=\"plan tasks runs run pause resume policy profile alerts watchers junk report settings\"");
    }

    private static Task FakeJson(Microsoft.AspNetCore.Http.HttpContext context, string json) =>
        Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, json, context.RequestAborted);
}
