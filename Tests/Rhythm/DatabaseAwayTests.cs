using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Rhythm;

public sealed class DatabaseAwayTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnOutage_StopsNothingOnANodeThatIsAlone_AndEveryRunIsWrittenOnce()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(database.Port);
        link.Mend();
        database.Port = link.Port;
        var hold = new TaskCompletionSource();
        var beat = ProbeTask.EverySecond("beat");
        var rare = ProbeTask.Daily("rare");
        var across = new ProbeTask(ProbeTask.Every("across", TimeSpan.FromSeconds(1), LocalAi.AgentApi.Rhythm.Planning.TaskPriority.Critical), async (_, _) =>
        {
            await hold.Task;
            return "over the outage";
        });
        await using var host = RhythmHost.Start(database.ConnectionString, [beat, rare, across]);
        await Eventually.TrueAsync(() => beat.Started >= 2 && across.Running == 1, "the node leads and runs", Cancel);

        await link.CutAsync();
        var atCut = beat.Started;
        // Longer than the lease: a node with company would have stopped.
        await Eventually.TrueAsync(() => beat.Started >= atCut + 5, "it goes on", Cancel);
        link.Mend();
        await Eventually.TrueAsync(() => host.View.Last?.Epoch > 1, "it leads again", Cancel);
        hold.SetResult();
        await Eventually.TrueAsync(
            async () => (await host.RunsAsync("across", Cancel)).Any(r => r is { Outcome: "succeeded", Summary: "over the outage" }), "the run that spanned the outage is written", Cancel);
        var atMend = beat.Started;
        await Eventually.TrueAsync(() => beat.Started >= atMend + 2, "it goes on", Cancel);
        await Eventually.TrueAsync(
            async () => (await host.RunsAsync("beat", Cancel)).Count(r => r.Outcome == "succeeded") >= beat.Started - 1, "every run is in the log", Cancel);

        var runs = await host.RunsAsync("beat", Cancel);
        runs.Count.ShouldBeLessThanOrEqualTo(beat.Started, "no run is in the log twice");
        runs.ShouldAllBe(r => r.Outcome == "succeeded" || r.Outcome == null);
        rare.Started.ShouldBe(0, "an outage makes nothing due");
        beat.MostAtOnce.ShouldBe(1);
        across.MostAtOnce.ShouldBe(1);
        (await host.RunsAsync("across", Cancel)).ShouldAllBe(r => r.Outcome != "lost");
    }

    [Fact]
    public async Task ANodeThatIsNotAlone_EndsItsRuns_BeforeItsLeaseCanBeTaken()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        var database = new NpgsqlConnectionStringBuilder(connection);
        await using var link = new BreakableLink(database.Port);
        link.Mend();
        database.Port = link.Port;
        var slow = ProbeTask.EverySecond("slow", async (_, token) => { await Task.Delay(Timeout.Infinite, token); return ""; });
        await using var host = RhythmHost.Start(database.ConnectionString, [slow]);
        await Eventually.TrueAsync(() => slow.Running == 1, "the first node leads", Cancel);
        await using var other = RhythmHost.Start(connection, [ProbeTask.EverySecond("slow")], ("Rhythm:Node", "other"));
        await Eventually.TrueAsync(() => !host.Election.IsAlone, "they know of each other", Cancel);

        await link.CutAsync();

        await Eventually.TrueAsync(() => other.Leads, "the other node leads", Cancel);
        await Eventually.TrueAsync(() => slow.Running == 0, "the cut node has ended its run", Cancel);
        var started = slow.Started;
        await Eventually.TrueAsync(async () => (await other.RunsAsync("slow", Cancel)).Count(r => r is { Node: "other", Outcome: "succeeded" }) >= 3, "the other node works", Cancel);
        slow.Started.ShouldBe(started);
    }

    [Fact]
    public async Task WithoutADatabaseAtAll_ANodeRunsItsTasks()
    {
        var beat = ProbeTask.EverySecond("beat");
        await using var host = RhythmHost.Start(null, [beat]);

        await Eventually.TrueAsync(() => beat.Started >= 3, "it runs", Cancel);

        host.View.Runs.Count.ShouldBeGreaterThanOrEqualTo(2);
        host.View.Runs[0].Run.ShouldBeNull();
    }

    [Fact]
    public async Task ADatabaseThatComesLate_GetsTheRunsThatWereBefore()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(database.Port);
        database.Port = link.Port;
        var beat = ProbeTask.EverySecond("beat");
        await using var host = RhythmHost.Start(database.ConnectionString, [beat]);
        await Eventually.TrueAsync(() => beat.Started >= 3, "it runs without", Cancel);

        link.Mend();
        await Eventually.TrueAsync(() => host.Leads, "it leads", Cancel);
        await Eventually.TrueAsync(async () => (await host.RunsAsync("beat", Cancel)).Count >= 4, "all is written", Cancel);

        (await host.RunsAsync("beat", Cancel)).Count.ShouldBeGreaterThanOrEqualTo(beat.Started - 1);
        beat.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task SeveralNodes_MayBeToldNotToRunWithoutTheDatabase()
    {
        var beat = ProbeTask.EverySecond("beat");
        var other = ProbeTask.EverySecond("beat");
        await using var host = RhythmHost.Start(null, [beat], ("Rhythm:RunWithoutDatabase", "false"));
        await using var free = RhythmHost.Start(null, [other]);

        await Eventually.TrueAsync(() => other.Started >= 3, "time passes", Cancel);

        beat.Started.ShouldBe(0);
    }
}
