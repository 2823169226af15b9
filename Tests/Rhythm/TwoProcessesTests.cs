using Dapper;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Rhythm;

/// <summary>Two real processes share one database; a server counts what their tasks really do.</summary>
public sealed class TwoProcessesTests(PostgresServer postgres)
{
    private const double Tick = 0.25;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileLeadersAreKilledAndStopped_NoRunHappensTwice_AndNoTaskOverlaps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals need Linux or macOS.");
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        var tasks = Enumerable.Range(0, 8).Select(i => ($"beat{i}", "00:00:01", "high")).ToArray();
        await using var a = RhythmProcess.Start("a", connection, calls.Address, Tick, tasks);
        await using var b = RhythmProcess.Start("b", connection, calls.Address, Tick, tasks);
        await Eventually.TrueAsync(() => calls.Total >= 20, "one of them runs the tasks", Cancel);
        var first = await OwnerAsync(connection);
        var (leader, other) = first == "a" ? (a, b) : (b, a);

        await leader.SignalAsync("KILL", Cancel);
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == other.Node, "the other one leads", Cancel);
        await using var c = RhythmProcess.Start("c", connection, calls.Address, Tick, tasks);
        var before = calls.Total;
        await Eventually.TrueAsync(() => calls.Total >= before + 20, "it runs the tasks", Cancel);
        await Eventually.TrueAsync(async () => await NodesAsync(connection) == 3, "the third one is there", Cancel);

        await other.SignalAsync("TERM", Cancel);
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == "c", "the third one leads", Cancel);
        await other.ExitAsync(Cancel);
        before = calls.Total;
        await Eventually.TrueAsync(() => calls.Total >= before + 20, "it runs the tasks", Cancel);

        foreach (var (task, runs) in calls.Runs)
        {
            runs.Distinct().Count().ShouldBe(runs.Count, $"every run of {task} happened once");
            calls.MostOpen(task).ShouldBe(1);
        }

        await using var database = new NpgsqlConnection(connection);
        (await database.ExecuteScalarAsync<int>(
            "SELECT count(*)::int FROM rhythm.runs x JOIN rhythm.runs y ON x.task = y.task AND x.id < y.id AND y.started_at < x.ended_at")).ShouldBe(0, "no runs of a task overlap in the log");
        (await database.ExecuteScalarAsync<int>("SELECT count(*)::int FROM rhythm.runs WHERE ended_at IS NULL AND node <> 'c'")).ShouldBe(0, "nothing stays open");
    }

    [Fact]
    public async Task AKilledLeadersRun_IsMadeUpOnce_ByTheOther()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals need Linux or macOS.");
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        await using var a = RhythmProcess.Start("a", connection, calls.Address, Tick, ("hold", "01:00:00", "high"));
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == "a", "a leads", Cancel);
        await using var b = RhythmProcess.Start("b", connection, calls.Address, Tick, ("hold", "01:00:00", "high"));
        await Eventually.TrueAsync(async () => await NodesAsync(connection) == 2, "b is there", Cancel);
        await AskAsync(connection);
        await Eventually.TrueAsync(() => calls.Open("hold") == 1, "a's run is in flight", Cancel);

        await a.SignalAsync("KILL", Cancel);
        await Eventually.TrueAsync(() => calls.Calls("hold") == 2, "b makes it up", Cancel);
        calls.Release.SetResult();
        await Eventually.TrueAsync(async () => (await OutcomesAsync(connection)).Contains("succeeded"), "it is in the log", Cancel);

        (await OutcomesAsync(connection)).ShouldBe(["lost", "succeeded"]);
    }

    [Fact]
    public async Task AFrozenLeader_IsReplaced_AndWhatItStillWritesWhenItWakesIsFenced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals need Linux or macOS.");
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        await using var a = RhythmProcess.Start("a", connection, calls.Address, Tick, ("hold", "01:00:00", "high"));
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == "a", "a leads", Cancel);
        await using var b = RhythmProcess.Start("b", connection, calls.Address, Tick, ("hold", "01:00:00", "high"));
        await Eventually.TrueAsync(async () => await NodesAsync(connection) == 2, "b is there", Cancel);
        await AskAsync(connection);
        await Eventually.TrueAsync(() => calls.Open("hold") == 1, "a's run is in flight", Cancel);

        await a.SignalAsync("STOP", Cancel);
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == "b", "b leads", Cancel);
        await Eventually.TrueAsync(() => calls.Calls("hold") == 2, "b makes the run up", Cancel);
        calls.Release.SetResult();
        await Eventually.TrueAsync(async () => (await OutcomesAsync(connection)).Contains("succeeded"), "b's run is in the log", Cancel);
        await a.SignalAsync("CONT", Cancel);

        // The woken node says so in the list of nodes, a follower now, after it has tried to write its run.
        await using var database = new NpgsqlConnection(connection);
        var woken = await database.ExecuteScalarAsync<DateTime>("SELECT clock_timestamp()");
        await Eventually.TrueAsync(
            async () => await database.ExecuteScalarAsync<bool>("SELECT seen_at > @woken FROM rhythm.nodes WHERE name = 'a'", new { woken }), "a is back", Cancel);

        (await OutcomesAsync(connection)).ShouldBe(["lost", "succeeded"]);
        (await OwnerAsync(connection)).ShouldBe("b");
        calls.Calls("hold").ShouldBe(2);
    }

    [Fact]
    public async Task ALeaderThatIsStoppedWhileItDeletesJunk_DeletesNothingMore_WhenItWakesAndAnotherLeads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Junk is deleted on Linux.");
        const int files = 20_000;
        using var data = new TemporaryFolder();
        var year = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-365);
        for (var i = 0; i < files; i++)
        {
            File.SetLastWriteTimeUtc(data.File($"logs/l{i}.1.log", ""), year);
        }

        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        await using var a = RhythmProcess.Start("a", connection, calls.Address, Tick, [("LocalAi__DataFolder", data.Path), ("Rhythm__Junk__MaxFiles", "20000")]);
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == "a", "a leads", Cancel);
        await using var b = RhythmProcess.Start("b", connection, calls.Address, Tick, ("beat", "01:00:00", "high"));
        await Eventually.TrueAsync(async () => await NodesAsync(connection) == 2, "b is there", Cancel);
        await AskAsync(connection, "system_maintenance");
        await Eventually.TrueAsync(() => Left() < files, "a deletes", Cancel);

        await a.FreezeAsync(Cancel);
        var left = Left();
        left.ShouldBeGreaterThan(0, "it is stopped in the middle");
        await Eventually.TrueAsync(async () => await OwnerAsync(connection) == "b", "b leads", Cancel);
        Left().ShouldBe(left);
        await using var database = new NpgsqlConnection(connection);
        var woken = await database.ExecuteScalarAsync<DateTime>("SELECT clock_timestamp()");
        await a.SignalAsync("CONT", Cancel);
        await Eventually.TrueAsync(
            async () => await database.ExecuteScalarAsync<bool>("SELECT seen_at > @woken FROM rhythm.nodes WHERE name = 'a'", new { woken }), "a is back", Cancel);

        Left().ShouldBeGreaterThanOrEqualTo(left - 1, "nothing but the deletion that was under way");

        int Left() => Directory.EnumerateFiles(Path.Combine(data.Path, "logs"), "l*").Count();
    }

    private static async Task AskAsync(string connection, string? task = null)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.ExecuteAsync(
            "UPDATE rhythm.lease SET version = version + 1; UPDATE rhythm.tasks SET request_reason = 'asked for', request_manual = true WHERE @task::text IS NULL OR name = @task", new { task });
    }

    private static async Task<string?> OwnerAsync(string connection) =>
        await QueryAsync<string?>(connection, "SELECT owner FROM rhythm.lease WHERE expires_at > clock_timestamp() AND EXISTS (SELECT 1 FROM rhythm.tasks)");

    private static async Task<int> NodesAsync(string connection) => await QueryAsync<int>(connection, "SELECT count(*)::int FROM rhythm.nodes");

    private static async Task<IReadOnlyList<string?>> OutcomesAsync(string connection)
    {
        await using var database = new NpgsqlConnection(connection);
        return [.. await database.QueryAsync<string?>("SELECT outcome FROM rhythm.runs ORDER BY id")];
    }

    private static async Task<T?> QueryAsync<T>(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        try
        {
            return await database.ExecuteScalarAsync<T>(sql);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // Not migrated yet.
            return default;
        }
    }
}
