using System.Globalization;
using Dapper;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Rhythm;

/// <summary>
/// Measures, on demand, what the README states: how fast a killed and a frozen leader is replaced, that 500 runs over two processes hold
/// no duplicate, and what happens after the database was away for 20 s. Takes minutes and says something only on a quiet machine.
/// </summary>
public sealed class FailoverFigures(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Freezes = 3;
    private const int Fires = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Failover()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        var kills = await MeasureAsync(connection, calls, "KILL", Kills);
        var freezes = await MeasureAsync(connection, calls, "STOP", Freezes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SIGKILL, seconds until another node leads: {string.Join(' ', kills.Select(k => k.ToString("0.00", CultureInfo.InvariantCulture)))}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SIGSTOP, seconds until another node leads: {string.Join(' ', freezes.Select(k => k.ToString("0.00", CultureInfo.InvariantCulture)))}"));
    }

    [Fact(Explicit = true)]
    public async Task Duplicates()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        var tasks = Enumerable.Range(0, 10).Select(i => ($"beat{i}", "00:00:01", "high")).ToArray();
        await using var a = RhythmProcess.Start("a", connection, calls.Address, 0.2, tasks);
        await using var b = RhythmProcess.Start("b", connection, calls.Address, 0.2, tasks);
        for (var waited = 0; calls.Total < Fires && waited < 6; waited++)
        {
            try
            {
                await Eventually.TrueAsync(() => calls.Total >= Fires, "the runs happen", Cancel);
            }
            catch (Xunit.Sdk.FailException) when (calls.Total > 0)
            {
                // One patience is a minute; this takes a few.
            }
        }

        var duplicates = calls.Runs.Values.Sum(r => r.Count - r.Distinct().Count());
        output.WriteLine($"{calls.Total} runs, {duplicates} duplicates, at most {calls.Runs.Keys.Max(calls.MostOpen)} of a task at once");
        calls.Total.ShouldBeGreaterThanOrEqualTo(Fires);
        duplicates.ShouldBe(0);
    }

    [Fact(Explicit = true)]
    public async Task Outage()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(database.Port);
        link.Mend();
        database.Port = link.Port;
        await using var calls = await CallCounter.StartAsync(Cancel);
        var tasks = Enumerable.Range(0, 10).Select(i => ($"beat{i}", "00:00:05", "high")).ToArray();
        await using var node = RhythmProcess.Start("a", database.ConnectionString, calls.Address, 1, tasks);
        await Eventually.TrueAsync(() => calls.Runs.Count == tasks.Length, "all have run", Cancel);

        await link.CutAsync();
        await Task.Delay(TimeSpan.FromSeconds(20), Cancel);
        var before = calls.Runs.ToDictionary(r => r.Key, r => r.Value.Count);
        link.Mend();
        var start = TimeProvider.System.GetTimestamp();
        while (calls.Total == before.Values.Sum())
        {
            await Task.Delay(5, Cancel);
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromMinutes(1));
        }

        var resumed = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(4.5) - TimeProvider.System.GetElapsedTime(start), Cancel);
        var most = calls.Runs.Max(r => r.Value.Count - before[r.Key]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"After 20 s without the database: the first run {resumed:0.00} s after its return, at most {most} of a task within 4.5 s (interval 5 s)"));
        most.ShouldBeLessThanOrEqualTo(1);
    }

    private static async Task<List<double>> MeasureAsync(string connection, CallCounter calls, string signal, int times)
    {
        var seconds = new List<double>();
        var nodes = new List<RhythmProcess>();
        try
        {
            for (var i = 0; i < times; i++)
            {
                while (nodes.Count < 2)
                {
                    nodes.Add(RhythmProcess.Start($"{signal}-{i}-{nodes.Count}", connection, calls.Address, 1, ("beat", "01:00:00", "high")));
                }

                await Eventually.TrueAsync(async () => nodes.Exists(n => n.Node == Owner(connection)) && await KnownAsync(connection, nodes), "both are there", Cancel);
                var leader = nodes.Find(n => n.Node == Owner(connection))!;
                var start = TimeProvider.System.GetTimestamp();
                await leader.SignalAsync(signal, Cancel);
                var other = nodes.Find(n => n != leader)!;
                while (Owner(connection) != other.Node)
                {
                    await Task.Delay(20, Cancel);
                    TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromMinutes(1));
                }

                seconds.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
                nodes.Remove(leader);
                await leader.DisposeAsync();
            }
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }

        return seconds;
    }

    private static string? Owner(string connection)
    {
        using var database = new NpgsqlConnection(connection);
        try
        {
            return database.ExecuteScalar<string?>("SELECT owner FROM rhythm.lease WHERE expires_at > clock_timestamp()");
        }
        catch (PostgresException)
        {
            // Not migrated yet.
            return null;
        }
    }

    private static async Task<bool> KnownAsync(string connection, List<RhythmProcess> nodes)
    {
        await using var database = new NpgsqlConnection(connection);
        var known = await database.QueryAsync<string>("SELECT name FROM rhythm.nodes");
        return nodes.TrueForAll(n => known.Contains(n.Node));
    }
}
