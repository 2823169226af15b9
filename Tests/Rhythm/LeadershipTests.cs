using Dapper;
using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using LocalAi.Tests.Watchers.Junk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Rhythm;

/// <summary>Elections and fencing without a loop: the test decides when a node ticks, so a node that does not is frozen.</summary>
public sealed class LeadershipTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly NodeName A = new("a");
    private static readonly NodeName B = new("b");

    private AgentHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = AgentHost.With(await postgres.CreateDatabaseAsync(Cancel), null, ("Rhythm:Enabled", "false"));
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task OfTwoNodes_OneLeads_AndAResignedLeadIsTakenAtTheNextTick()
    {
        await using var a = Election(A);
        await using var b = Election(B);

        (await a.TickAsync(Cancel)).ShouldSatisfyAllConditions(s => s.Role.ShouldBe(LeaderRole.Leader), s => s.Epoch.ShouldBe(1));
        (await b.TickAsync(Cancel)).Role.ShouldBe(LeaderRole.Follower);
        a.Hurry();
        (await a.TickAsync(Cancel)).Epoch.ShouldBe(1);
        a.IsAlone.ShouldBeFalse();
        b.IsAlone.ShouldBeFalse();

        await a.ResignAsync(Cancel);
        await Eventually.TrueAsync(async () => await b.TickAsync(Cancel) is { Role: LeaderRole.Leader, Epoch: 2 }, "b leads", Cancel);
        (await a.TickAsync(Cancel)).Role.ShouldBe(LeaderRole.Follower);
    }

    [Fact]
    public async Task ALeaderWhoseSessionDies_IsFollowedAtOnce()
    {
        await using var b = Election(B);
        await using (var a = Election(A))
        {
            (await a.TickAsync(Cancel)).Role.ShouldBe(LeaderRole.Leader);
            (await b.TickAsync(Cancel)).Role.ShouldBe(LeaderRole.Follower);
        }

        // No goodbye and no waiting for the lease: the lock goes with the session.
        await Eventually.TrueAsync(async () => await b.TickAsync(Cancel) is { Role: LeaderRole.Leader, Epoch: 2 }, "b leads", Cancel);
    }

    [Fact]
    public async Task AFrozenLeader_LosesTheLeadAfterItsLease_AndItsWritesChangeNothing()
    {
        await using var a = Election(A);
        await using var b = Election(B);
        var (storeA, storeB) = (Store(A), Store(B));
        (await a.TickAsync(Cancel)).Epoch.ShouldBe(1);
        await storeA.AddTasksAsync(["t"], Cancel);
        var run = (await storeA.ClaimAsync("t", 1, "Due.", Cancel)).ShouldNotBeNull();
        (await a.MayActAsync(1, Cancel)).ShouldBeTrue();

        await Eventually.TrueAsync(async () => await b.TickAsync(Cancel) is { Role: LeaderRole.Leader, Epoch: 2 }, "b takes the lead", Cancel);
        await storeB.TakeOverAsync(2, Cancel);

        (await a.MayActAsync(1, Cancel)).ShouldBeFalse("it must not kill or delete anything now");
        (await storeA.FinishAsync(Outcome("t", run, 1), Cancel)).ShouldBeFalse();
        (await storeA.ClaimAsync("t", 1, "Due.", Cancel)).ShouldBeNull();
        (await storeA.RecordDetachedAsync(Outcome("t", null, 1), 1, Cancel)).ShouldBeFalse();
        await storeA.TakeOverAsync(1, Cancel);
        await storeA.AdoptAsync([run], 1, Cancel);
        (await a.TickAsync(Cancel)).Role.ShouldNotBe(LeaderRole.Leader);
        (await a.TickAsync(Cancel)).Role.ShouldBe(LeaderRole.Follower);

        var row = (await storeB.RunsAsync("t", null, 10, Cancel)).ShouldHaveSingleItem();
        row.Outcome.ShouldBe("lost");
        var state = (await storeB.ReadAsync(Cancel))["t"];
        state.Request.ShouldNotBeNull().Reason.ShouldBe("its last run was lost with its node");
        state.LastSucceeded.ShouldBeNull();
    }

    [Fact]
    public async Task ALeaderThatIsReplacedWhileItDeletes_DeletesNothingMore()
    {
        await using var a = Election(A);
        await using var b = Election(B);
        (await a.TickAsync(Cancel)).Epoch.ShouldBe(1);
        using var junk = new JunkFixture();
        for (var i = 0; i < 50; i++)
        {
            junk.Old($"data/logs/l{i}.1.log");
        }

        var asked = 0;
        var result = await junk.Desk.CleanAsync(
            junk.Plan(),
            async cancellationToken =>
            {
                if (++asked == 20)
                {
                    // a does not tick: it is frozen between two deletions.
                    await Eventually.TrueAsync(async () => (await b.TickAsync(cancellationToken)).Epoch == 2, "b leads", cancellationToken);
                }

                return await a.MayActAsync(1, cancellationToken);
            },
            Cancel);

        result.Stopped.ShouldBeTrue();
        result.Files.ShouldBe(19);
        Directory.GetFiles(junk.Root + "/data/logs").Length.ShouldBe(31);
    }

    [Fact]
    public async Task MayAct_AsksTheDatabaseAgain_AlsoWhileTheLeaseRuns()
    {
        await using var a = Election(A, leaseSeconds: 60);
        (await a.TickAsync(Cancel)).Epoch.ShouldBe(1);
        (await a.MayActAsync(1, Cancel)).ShouldBeTrue();
        (await a.MayActAsync(2, Cancel)).ShouldBeFalse("that is no epoch of this node");

        await using var connection = await _host.Get<Database>().OpenAsync(Cancel);
        await connection.ExecuteAsync("UPDATE rhythm.lease SET owner = 'b', epoch = 2");
        // An answer of the database holds for a tenth of a second.
        await Task.Delay(200, Cancel);

        (await a.MayActAsync(1, Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task ALeader_DoesNotRenewOnEveryTick_ButWhenItIsHurried()
    {
        await using var a = Election(A, leaseSeconds: 60);
        var first = await a.TickAsync(Cancel);
        first.DatabaseNow.ShouldNotBeNull();

        (await a.TickAsync(Cancel)).ShouldBe(first with { DatabaseNow = null });
        a.Hurry();
        (await a.TickAsync(Cancel)).DatabaseNow.ShouldNotBeNull().ShouldBeGreaterThan(first.DatabaseNow.Value);
    }

    [Fact]
    public async Task ATaskThatWasLostThreeTimes_IsNotAskedForAgainAtOnce()
    {
        for (var epoch = 1; epoch <= 4; epoch++)
        {
            await using var node = Election(A);
            await Eventually.TrueAsync(async () => (await node.TickAsync(Cancel)).Epoch == epoch, "it leads", Cancel);
            var store = Store(A);
            await store.AddTasksAsync(["killer"], Cancel);
            await store.TakeOverAsync(epoch, Cancel);
            var state = (await store.ReadAsync(Cancel))["killer"];
            state.ConsecutiveFailures.ShouldBe(epoch - 1);
            (state.Request is not null).ShouldBe(epoch is 2 or 3);
            (await store.ClaimAsync("killer", epoch, "Due.", Cancel)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task AClaimWhoseAnswerWasLost_DoesNotBlockItsTask()
    {
        await using var a = Election(A);
        await a.TickAsync(Cancel);
        var store = Store(A);
        await store.AddTasksAsync(["t"], Cancel);
        var lost = await store.ClaimAsync("t", 1, "Due.", Cancel);

        var run = (await store.ClaimAsync("t", 1, "Due.", Cancel)).ShouldNotBeNull();

        (await store.FinishAsync(Outcome("t", lost, 1), Cancel)).ShouldBeFalse();
        (await store.FinishAsync(Outcome("t", run, 1), Cancel)).ShouldBeTrue();
        (await store.RunsAsync("t", null, 10, Cancel)).Select(r => r.Outcome).ShouldBe(["succeeded", "lost"]);
    }

    [Fact]
    public async Task ManyNodes_NeverLeadAtOnce()
    {
        var nodes = Enumerable.Range(0, 6).Select(i => Election(new NodeName($"n{i}"))).ToList();
        for (var round = 0; round < 10; round++)
        {
            var states = await Task.WhenAll(nodes.Select(n => n.TickAsync(Cancel)));
            states.Count(s => s.Role == LeaderRole.Leader).ShouldBeLessThanOrEqualTo(1);
            var leader = states.ToList().FindIndex(s => s.Role == LeaderRole.Leader);
            if (leader >= 0 && round % 2 == 1)
            {
                await nodes[leader].ResignAsync(Cancel);
            }
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static RunOutcome Outcome(string task, long? run, long epoch)
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new RunOutcome(task, run, epoch, "Due.", at, at.AddSeconds(1), RunOutcome.Succeeded, "done");
    }

    private LeaderElection Election(NodeName node, double leaseSeconds = 2) => new(
        _host.Get<Database>(), _host.Get<IConfiguration>(), Options.Create(new RhythmOptions { LeaseSeconds = leaseSeconds }), node, TimeProvider.System, NullLogger<LeaderElection>.Instance);

    private RhythmStore Store(NodeName node) => new(_host.Get<Database>(), node, new RhythmEvents());
}
