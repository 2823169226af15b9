using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

public sealed class RhythmLoopTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DueTasks_Run_AndEveryRunIsInTheLogWithItsReason()
    {
        var task = ProbeTask.EverySecond("beat");
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [task]);

        await Eventually.TrueAsync(() => task.Started >= 3, "the task runs again and again", Cancel);
        await Eventually.TrueAsync(async () => (await host.RunsAsync("beat", Cancel)).Count(r => r.Outcome == "succeeded") >= 3, "the runs are in the log", Cancel);

        var run = (await host.RunsAsync("beat", Cancel))[^1];
        run.Summary.ShouldBe("done");
        run.Reason.ShouldBe("Due.");
        run.EndedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(run.StartedAt);
        task.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task ATaskThatThrows_HasFailed_AndTheOthersGoOn()
    {
        var bad = ProbeTask.EverySecond("bad", (_, _) => throw new InvalidOperationException("The disk is on fire."));
        var good = ProbeTask.EverySecond("good");
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [bad, good]);

        await Eventually.TrueAsync(() => bad.Started >= 3 && good.Started >= 3, "both run on", Cancel);
        await Eventually.TrueAsync(async () => (await host.RunsAsync("bad", Cancel)).Count(r => r.Outcome == "failed") >= 2, "failures are in the log", Cancel);

        (await host.RunsAsync("bad", Cancel))[^1].Summary.ShouldBe("The disk is on fire.");
        (await host.Store.ReadAsync(Cancel))["bad"].ConsecutiveFailures.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task ATaskThatHangs_EndsAtItsTimeout()
    {
        var hung = ProbeTask.EverySecond("hung", async (_, token) => { await Task.Delay(Timeout.Infinite, token); return ""; }, timeoutSeconds: 1);
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [hung]);

        await Eventually.TrueAsync(async () => (await host.RunsAsync("hung", Cancel)).Any(r => r.Outcome == "timeout"), "the run times out", Cancel);

        (await host.RunsAsync("hung", Cancel)).First(r => r.Outcome == "timeout").Summary.ShouldBe("Ended after its limit of 00:00:01.");
    }

    [Fact]
    public async Task ATaskThatIgnoresItsEnd_IsGivenUp_NeverRunsBesideItself_AndFreesItsLane()
    {
        var release = new TaskCompletionSource();
        var deaf = ProbeTask.EverySecond("deaf", async (_, _) => { await release.Task; return "late"; }, timeoutSeconds: 1);
        var other = ProbeTask.EverySecond("other");
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [deaf, other]);

        await Eventually.TrueAsync(async () => (await host.RunsAsync("deaf", Cancel)).Any(r => r.Outcome == "timeout"), "the run is given up", Cancel);
        var before = other.Started;
        await Eventually.TrueAsync(() => other.Started >= before + 3, "the other task has the lane", Cancel);

        host.Decision("deaf").ShouldNotBeNull().Reason.ShouldContain("has not ended");
        deaf.Started.ShouldBe(1);
        (await host.Store.RequestAsync("deaf", new RunRequest("asked for by mina", IsManual: true), Cancel)).ShouldBeTrue();
        before = other.Started;
        await Eventually.TrueAsync(() => other.Started >= before + 2, "time passes", Cancel);
        deaf.Started.ShouldBe(1, "even a person's wish does not start it beside itself");

        release.SetResult();
        await Eventually.TrueAsync(() => deaf.Started >= 2, "it runs again once its first run has ended", Cancel);
        deaf.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task ATaskThatOutlivesItsInterval_NeverOverlaps()
    {
        var slow = ProbeTask.EverySecond("slow", async (_, token) => { await Task.Delay(1500, token); return "slow"; });
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [slow]);

        await Eventually.TrueAsync(() => slow.Started >= 3, "it runs again and again", Cancel);

        slow.MostAtOnce.ShouldBe(1);
        var runs = (await host.RunsAsync("slow", Cancel)).Reverse().ToList();
        for (var i = 1; i < runs.Count; i++)
        {
            (runs[i].StartedAt - runs[i - 1].EndedAt!.Value).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9), "the interval counts from the end");
        }
    }

    [Fact]
    public async Task AWish_RunsATaskThatIsNotDue_EvenWhenPaused()
    {
        var daily = ProbeTask.Daily("daily");
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [daily]);
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        (await host.Store.PauseAsync("daily", "holidays", Cancel)).ShouldBeTrue();
        await Eventually.TrueAsync(() => host.Decision("daily")?.Reason == "Paused: holidays.", "the pause is planned with", Cancel);
        (await host.Store.RequestAsync("daily", new RunRequest("asked for by mina", IsManual: true), Cancel)).ShouldBeTrue();

        await Eventually.TrueAsync(async () => (await host.RunsAsync("daily", Cancel)).Any(r => r.Outcome == "succeeded"), "the wish is fulfilled", Cancel);
        (await host.RunsAsync("daily", Cancel)).Single().Reason.ShouldBe("asked for by mina.");
        (await host.Store.RequestAsync("nobody", new RunRequest("x", IsManual: true), Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task AnEvent_MakesATaskDue_OnceInHalfAnInterval()
    {
        var daily = ProbeTask.Daily("daily");
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [daily]);
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        host.Events.Raise("daily", "The CPU stays above 80 %.");
        await Eventually.TrueAsync(() => daily.Started == 1, "the event starts it", Cancel);
        host.Events.Raise("daily", "Again.");
        host.Events.Raise("unknown", "A task this node does not have.");
        await Eventually.TrueAsync(() => !host.Events.TryTake(out _), "the loop has seen both", Cancel);
        await Eventually.TrueAsync(async () => (await host.RunsAsync("daily", Cancel)).All(r => r.Outcome == "succeeded"), "the run has ended", Cancel);

        (await host.RunsAsync("daily", Cancel)).Single().Reason.ShouldBe("The CPU stays above 80 %.");
        (await host.Store.ReadAsync(Cancel))["daily"].Request.ShouldBeNull();
    }

    [Fact]
    public async Task AStop_CutsRunsShort_AndTheNextNodeMakesThemUpOnce()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        var first = ProbeTask.Daily("daily", async (_, token) => { await Task.Delay(Timeout.Infinite, token); return ""; });
        var host = RhythmHost.Start(connection, [first]);
        await Eventually.TrueAsync(() => host.Leads, "the first node leads", Cancel);
        await host.Store.RequestAsync("daily", new RunRequest("asked for by mina", IsManual: true), Cancel);
        await Eventually.TrueAsync(() => first.Running == 1, "its run is in flight", Cancel);
        await host.DisposeAsync();

        var second = ProbeTask.Daily("daily");
        await using var next = RhythmHost.Start(connection, [second]);
        await Eventually.TrueAsync(async () => (await next.RunsAsync("daily", Cancel)).Any(r => r.Outcome == "succeeded"), "the run is made up", Cancel);

        (await next.RunsAsync("daily", Cancel)).Select(r => r.Outcome).ShouldBe(["succeeded", "cancelled"]);
        (await next.RunsAsync("daily", Cancel))[0].Reason.ShouldBe("its last run was cut short when its node stopped.");
        second.Started.ShouldBe(1);
    }

    [Fact]
    public async Task FiveHundredTasks_ArePlanned_AndRunOneAtATime()
    {
        var running = 0;
        var most = 0;
        var tasks = Enumerable.Range(0, 500).Select(i => ProbeTask.Daily($"task-{i}", (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Interlocked.Decrement(ref running);
            return Task.FromResult("");
        })).ToList();
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), tasks);
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        foreach (var task in tasks.Take(20))
        {
            await host.Store.RequestAsync(task.Definition.Name, new RunRequest("asked for", IsManual: true), Cancel);
        }

        await Eventually.TrueAsync(() => tasks.Take(20).All(t => t.Started == 1), "what is asked for runs", Cancel);
        most.ShouldBe(1);
        host.View.Last!.Plan.Decisions.Count.ShouldBe(500);
    }
}
