using System.Net;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

/// <summary>Tasks that people add, change and remove over REST.</summary>
public sealed class AddedTaskTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAddedTask_Runs_SurvivesARestart_IsChanged_AndRemoved()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var calls = await CallCounter.StartAsync(Cancel);
        await using (var host = RhythmHost.Start(connection, [ProbeTask.Daily("daily")]))
        {
            var rhythm = new RhythmClient(host.Http());
            await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);
            await rhythm.AddTaskAsync(new RhythmTaskDefinition { Name = "ping", Every = "00:00:01", Url = calls.Address + "/ping", Priority = "high" }, Cancel);
            await Eventually.TrueAsync(() => calls.Calls("ping") >= 2, "it runs again and again", Cancel);
            (await rhythm.GetTaskAsync("ping", Cancel)).Origin.ShouldBe("added");
        }

        var before = calls.Calls("ping");
        await using var again = RhythmHost.Start(connection, [ProbeTask.Daily("daily")]);
        var client = new RhythmClient(again.Http());
        await Eventually.TrueAsync(() => calls.Calls("ping") > before, "it runs after the restart", Cancel);
        await client.ChangeTaskAsync(new RhythmTaskDefinition { Name = "ping", Every = "1.00:00:00", Url = calls.Address + "/ping" }, Cancel);
        await Eventually.TrueAsync(async () => (await client.GetTaskAsync("ping", Cancel)) is { Schedule: "every 1.00:00:00", RunningSince: null }, "it is daily now", Cancel);
        (await client.GetDefinitionsAsync(Cancel)).Tasks.ShouldHaveSingleItem().Every.ShouldBe("1.00:00:00");

        await Eventually.TrueAsync(() => RemovedAsync(client, "ping"), "it is removed when it does not run", Cancel);
        await Eventually.TrueAsync(async () => (await client.GetPlanAsync(null, Cancel)).Tasks.All(t => t.Name != "ping"), "the plan is without it", Cancel);
        (await client.GetRunsAsync("ping", null, 10, Cancel)).Runs.ShouldNotBeEmpty("its runs stay in the log");
    }

    [Fact]
    public async Task WhatIsWrong_IsRefusedWithTheReason_AndNothingIsKept()
    {
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.Daily("daily")]);
        var rhythm = new RhythmClient(host.Http());
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);
        var good = new RhythmTaskDefinition { Name = "a", Every = "1.00:00:00", Command = ["true"] };

        await RefusedAsync(good with { Name = "a b" }, "name is 'a b'");
        await RefusedAsync(good with { Every = "00:00:00" }, "every is '00:00:00'");
        await RefusedAsync(good with { Every = "-00:01:00" }, "every is '-00:01:00'");
        await RefusedAsync(good with { Every = null, At = "24:61" }, "at is '24:61'");
        await RefusedAsync(good with { Url = "http://h/" }, "url and command are given; write exactly one");
        await RefusedAsync(good with { Command = null }, "none of url, command, shell and prompt is given");
        await RefusedAsync(good with { Workspace = "nowhere" }, "the workspace is 'nowhere'; write one of ");
        await RefusedAsync(good with { Command = null, Prompt = "tidy up", Model = "gpt-9" }, "the model is 'gpt-9'; write auto, chat-7b, code-7b");
        await RefusedAsync(good with { Command = null, Prompt = "tidy up", Toolsets = ["magic"] }, "the toolset is 'magic'");
        await RefusedAsync(good with { Command = null, Prompt = "tidy up", MaxTurns = 51 }, "max_turns is 51; write 1 to 50");
        await RefusedAsync(good with { DependsOn = ["nobody"] }, "a depends on nobody, which is no task");
        await RefusedAsync(good with { DependsOn = ["a"] }, "in a circle: a → a");
        await RefusedAsync(good with { Name = "daily" }, "two tasks named daily");
        await RefusedAsync(good with { Timeout = "2.00:00:00" }, "the timeout is 2.00:00:00; write 1 second to 1 day");
        await RefusedAsync(good with { Tolerance = 0.6 }, "the tolerance is 0.6");
        (await rhythm.GetDefinitionsAsync(Cancel)).Tasks.ShouldBeEmpty();

        await rhythm.AddTaskAsync(good, Cancel);
        await rhythm.AddTaskAsync(good with { Name = "b", DependsOn = ["a"] }, Cancel);
        await RefusedAsync(good, "There is a task a");
        (await Should.ThrowAsync<ApiException>(rhythm.ChangeTaskAsync(good with { DependsOn = ["b"] }, Cancel))).Message.ShouldContain("in a circle");
        (await Should.ThrowAsync<ApiException>(rhythm.ChangeTaskAsync(good with { Name = "c" }, Cancel))).Message.ShouldContain("There is no added task 'c'. There are: a, b.");
        (await Should.ThrowAsync<ApiException>(rhythm.RemoveTaskAsync("a", Cancel))).Message.ShouldContain("b depends on a");

        var user = new RhythmClient(host.Http("key-mina"));
        (await Should.ThrowAsync<ApiException>(user.AddTaskAsync(good with { Name = "z" }, Cancel))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Should.ThrowAsync<ApiException>(user.GetDefinitionsAsync(Cancel))).Status.ShouldBe(HttpStatusCode.Forbidden);

        async Task RefusedAsync(RhythmTaskDefinition task, string reason) =>
            (await Should.ThrowAsync<ApiException>(rhythm.AddTaskAsync(task, Cancel))).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task FiveHundredAddedTasks_AreKept_AndNotOneMore()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var host = RhythmHost.Start(connection, [ProbeTask.Daily("daily")]);
        var rhythm = new RhythmClient(host.Http());
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);
        await using (var database = new Npgsql.NpgsqlConnection(connection))
        {
            await Dapper.SqlMapper.ExecuteAsync(
                database,
                """
                INSERT INTO rhythm.tasks (name, definition)
                SELECT 't' || i, jsonb_build_object('name', 't' || i, 'every', '1.00:00:00', 'url', 'http://127.0.0.1:9/') FROM generate_series(1, 500) i
                """);
        }

        (await Should.ThrowAsync<ApiException>(rhythm.AddTaskAsync(new RhythmTaskDefinition { Name = "more", Every = "1.00:00:00", Url = "http://127.0.0.1:9/" }, Cancel)))
            .Message.ShouldContain("There are 500 added tasks; at most 500 are kept.");
        await rhythm.PauseAsync("t1", "the leader reads its tasks again", Cancel);
        await Eventually.TrueAsync(() => host.View.Last?.Request.Tasks.Count == 501, "all are planned", Cancel);
    }

    [Fact]
    public async Task AnAddedTaskThatNoLongerFits_IsLeftOut_AndTheOthersRun()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using (var first = RhythmHost.Start(connection, [ProbeTask.Daily("daily"), ProbeTask.Daily("gone")]))
        {
            var rhythm = new RhythmClient(first.Http());
            await Eventually.TrueAsync(() => first.Leads, "the node leads", Cancel);
            await rhythm.AddTaskAsync(new RhythmTaskDefinition { Name = "orphan", Every = "1.00:00:00", Url = "http://127.0.0.1:9/", DependsOn = ["gone"] }, Cancel);
            await rhythm.AddTaskAsync(new RhythmTaskDefinition { Name = "follower", Every = "1.00:00:00", Url = "http://127.0.0.1:9/", DependsOn = ["orphan"] }, Cancel);
            await rhythm.AddTaskAsync(new RhythmTaskDefinition { Name = "fine", Every = "1.00:00:00", Url = "http://127.0.0.1:9/", DependsOn = ["daily"] }, Cancel);
        }

        await using var host = RhythmHost.Start(connection, [ProbeTask.Daily("daily")]);
        await Eventually.TrueAsync(() => host.View.Last is not null, "it plans", Cancel);

        host.View.Last!.Request.Tasks.Select(t => t.Name).ShouldBe(["daily", "fine"]);
    }

    private static async Task<bool> RemovedAsync(RhythmClient client, string task)
    {
        try
        {
            await client.RemoveTaskAsync(task, Cancel);
            return true;
        }
        catch (ApiException running) when (running.Code == "task_running")
        {
            return false;
        }
    }
}
