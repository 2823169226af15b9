using System.Text.Json;
using Dapper;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace LocalAi.Tests.Rhythm;

public sealed class BuiltInTasksTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private TestService _healthy = null!;
    private TestService _broken = null!;
    private AgentHost _host = null!;
    private string _connection = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _healthy = await TestService.StartAsync(_ => { }, _ => { }, Cancel);
        _broken = await TestService.StartAsync(_ => { }, app => app.MapGet("/v1/models", () => TypedResults.StatusCode(500)).AllowAnonymous(), Cancel);
        _connection = await postgres.CreateDatabaseAsync(Cancel);
        _host = AgentHost.With(
            _connection,
            null,
            ("Rhythm:Enabled", "false"),
            ("LocalAi:DataFolder", _data.Path),
            ("services:rag:http:0", _healthy.Client.BaseAddress!.ToString()),
            ("services:lmstudio:http:0", _broken.Client.BaseAddress!.ToString()),
            ("services:gateway:http:0", "http://127.0.0.1:1"));
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _healthy.DisposeAsync();
        await _broken.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task HealthCheck_AsksEverything_KeepsTheAnswers_AndRaisesAnEventForWhatWentDown()
    {
        var summary = await RunAsync(TaskNames.HealthCheck);

        summary.ShouldContain("gateway is down");
        summary.ShouldContain("lmstudio is down (It answers 500.)");
        summary.ShouldNotContain("rag is");
        var targets = (await _host.Get<ProbeStore>().TargetsAsync(TimeSpan.FromHours(1), Cancel)).ToDictionary(t => t.Target);
        targets["rag"].Availability.ShouldBe(1);
        targets["rag"].Median.ShouldNotBeNull().ShouldBeGreaterThan(0);
        targets["gateway"].Down.ShouldBe(1);
        targets["gateway"].Median.ShouldBeNull();
        targets["postgres"].Down.ShouldBe(0);
        Raised().ShouldBe(["gateway has gone down.", "lmstudio has gone down."], ignoreOrder: true);

        await RunAsync(TaskNames.HealthCheck);
        Raised().ShouldBeEmpty("it is still down, it has not gone down again");
    }

    [Fact]
    public async Task PerformanceAnalysis_WritesARow_AndSaysWhatStandsOut()
    {
        await RunAsync(TaskNames.HealthCheck);
        await ExecuteAsync("INSERT INTO rhythm.samples SELECT clock_timestamp() - i * interval '1 minute', 0.5, 0.4, 0.9, 0.1, NULL FROM generate_series(1, 20) i");

        var summary = await RunAsync(TaskNames.PerformanceAnalysis);

        summary.ShouldStartWith("CPU 50 % (others 40 %), memory 90 %.");
        summary.ShouldContain("of the probes found something down");
        summary.ShouldContain("Memory is 90 % used");
        (await ScalarAsync<double>("SELECT used_memory::float8 FROM rhythm.benchmarks")).ShouldBe(0.9, 0.001);
    }

    [Fact]
    public async Task EventAnalysis_NamesTargetsAndTasksThatFailed()
    {
        (await RunAsync(TaskNames.EventAnalysis)).ShouldBe("Nothing happened in the last two hours.");
        await RunAsync(TaskNames.HealthCheck);
        await ExecuteAsync("INSERT INTO rhythm.runs (task, node, epoch, reason, ended_at, outcome, summary) VALUES ('backup', 'n', 1, 'Due.', clock_timestamp(), 'failed', 'The disk is full.')");

        var summary = await RunAsync(TaskNames.EventAnalysis);

        summary.ShouldContain("gateway was down in 1 of 1 probes");
        summary.ShouldContain("backup failed 1 times, last: The disk is full.");
    }

    [Fact]
    public async Task SystemMaintenance_DeletesWhatIsTooOld_AndOnlyWhileThisNodeMay()
    {
        await ExecuteAsync(
            """
            INSERT INTO rhythm.probes (at, target, status, milliseconds) VALUES (clock_timestamp() - interval '31 days', 'old', 'ok', 1), (clock_timestamp(), 'new', 'ok', 1);
            INSERT INTO rhythm.samples VALUES (clock_timestamp() - interval '29 days', 0, 0, 0, 0, NULL), (clock_timestamp(), 0, 0, 0, 0, NULL);
            INSERT INTO rhythm.runs (task, node, epoch, reason, started_at) VALUES ('t', 'n', 1, 'Due.', clock_timestamp() - interval '91 days'), ('t', 'n', 1, 'Due.', clock_timestamp());
            """);

        (await RunAsync(TaskNames.SystemMaintenance, may: false)).ShouldContain("Nothing was deleted");
        (await ScalarAsync<int>("SELECT count(*)::int FROM rhythm.probes")).ShouldBe(2);
        (await RunAsync(TaskNames.SystemMaintenance)).ShouldContain("Deleted what was too old: 1 runs, 1 probes, 1 samples.");

        (await ScalarAsync<int>("SELECT count(*)::int FROM rhythm.probes WHERE target = 'new'")).ShouldBe(1);
        (await ScalarAsync<int>("SELECT (SELECT count(*) FROM rhythm.samples)::int + (SELECT count(*) FROM rhythm.runs)::int")).ShouldBe(2);
    }

    [Fact]
    public async Task DailyRoutine_WritesAReport_AndForgetsOnlyItsOwnOldOnes()
    {
        await RunAsync(TaskNames.HealthCheck);
        await ExecuteAsync("INSERT INTO rhythm.samples SELECT clock_timestamp() - i * interval '1 minute', 0.5, 0.25, 0.5, 0.5, NULL FROM generate_series(1, 90) i");
        for (var day = 0; day < 95; day++)
        {
            _data.File($"reports/{new DateOnly(2020, 1, 1).AddDays(day):yyyy-MM-dd}.md", "old");
        }

        _data.File("reports/notes.md", "mine");

        var summary = await RunAsync(TaskNames.DailyRoutine);

        var name = summary.Split(' ')[1];
        var markdown = await File.ReadAllTextAsync(Path.Combine(_data.Path, name), Cancel);
        markdown.ShouldContain("| rag | 100.0 % |");
        markdown.ShouldContain("| gateway | 0.0 % |");
        markdown.ShouldContain("| 50 % | 25 % | not yet | 50 % |");
        markdown.ShouldContain("Free disk space");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data.Path, Path.ChangeExtension(name, ".json")), Cancel));
        json.RootElement.GetProperty("targets").GetArrayLength().ShouldBeGreaterThan(3);
        var files = Directory.GetFiles(Path.Combine(_data.Path, "reports")).Select(Path.GetFileName).ToList();
        files.ShouldContain("notes.md");
        files.Count(f => f!.StartsWith("2020-", StringComparison.Ordinal)).ShouldBe(89);
        files.ShouldNotContain(f => f!.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutTheDatabase_TheTasksSayWhatTheyCouldNotDo()
    {
        foreach (var task in _host.Get<TaskCatalog>().Names.Take(5))
        {
            var summary = await _host.Get<TaskCatalog>()[task].RunAsync(new RunContext(null, "Due.", _ => Task.FromResult(false)), Cancel);
            summary.ShouldContain("database is away");
        }
    }

    [Fact]
    public void TheFiveTasks_AreTheOnesOfTheSpecification() =>
        _host.Get<TaskCatalog>().Definitions.Take(5).Select(d => $"{d.Name} {(d.Schedule.At is { } at ? at.ToString("HH:mm", null) : d.Schedule.Interval.TotalMinutes)} {string.Join(',', d.DependsOn)}").ShouldBe(
        [
            "health_check 10 ",
            "performance_analysis 30 health_check",
            "system_maintenance 60 performance_analysis",
            "daily_routine 03:00 system_maintenance",
            "event_analysis 120 performance_analysis",
        ]);

    [Fact]
    public async Task StoredSamples_TeachTheProfileAgainAfterARestart()
    {
        await ExecuteAsync(
            """
            INSERT INTO rhythm.samples
            SELECT at, 0.5, CASE WHEN extract(hour FROM at AT TIME ZONE 'UTC') = 12 THEN 0.9 ELSE 0.1 END, 0.5, 0.5, NULL
            FROM generate_series(date_trunc('minute', clock_timestamp()) - interval '8 days', clock_timestamp(), interval '1 minute') at
            """);

        await using var host = RhythmHost.Start(_connection, [ProbeTask.Daily("daily")], ("Rhythm:TimeZone", "UTC"));
        await Eventually.TrueAsync(() => host.View.Last?.Request.Profile is not null, "the profile is learned", Cancel);

        var profile = host.View.Last!.Request.Profile!;
        profile.Bins[12].ShouldBe(0.9, 0.01);
        profile.Bins[3].ShouldBe(0.1, 0.01);
    }

    private IEnumerable<string> Raised()
    {
        while (_host.Get<RhythmEvents>().TryTake(out var raised))
        {
            raised.Task.ShouldBe(TaskNames.EventAnalysis);
            yield return raised.Reason;
        }
    }

    private Task<string> RunAsync(string task, bool may = true) =>
        _host.Get<TaskCatalog>()[task].RunAsync(new RunContext(1, "Due.", _ => Task.FromResult(may)), Cancel);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.ExecuteAsync(sql);
    }

    private async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection);
        return await connection.ExecuteScalarAsync<T>(sql);
    }
}
