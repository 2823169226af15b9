using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.AgentApi.Runs;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

/// <summary>User tasks that ask the agent: the real agent loop over a model that says what the test wrote.</summary>
public sealed class PromptTaskTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ProbeTool _low = new("probe_low", Sensitivity.Low);
    private readonly ProbeTool _high = new("probe_high", Sensitivity.High);
    private AgentHost? _host;
    private RhythmClient _rhythm = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task APrompt_RunsTheAgentAsTheUser_AndItsLastMessageIsInTheRunLog()
    {
        await using var model = await HostAsync("call probe_low {\"command\":\"a\"}", "All is tidy.");

        var run = await RunAsync(new RhythmTaskDefinition { Name = "tidy", Every = "1.00:00:00", Prompt = "Tidy up.", User = "mina" });

        run.Outcome.ShouldBe("succeeded", run.Summary);
        run.Summary.ShouldBe("All is tidy.");
        _low.Runs.ShouldBe(1);
        model.Requests[0].GetRawText().ShouldContain("Tidy up.");
        (await _host!.Http("key-mina").GetStringAsync(new Uri("sessions", UriKind.Relative), Cancel)).ShouldContain("Task tidy");
        (await _host.Http().GetStringAsync(new Uri("sessions", UriKind.Relative), Cancel)).ShouldNotContain("Task tidy");
    }

    [Fact]
    public async Task WhatNeedsAPerson_IsNeverApproved_TheRunEndsAsWaiting_AndIsNotAskedTwice()
    {
        await using var model = await HostAsync("call probe_high {\"command\":\"rm\"}", "Done with your leave.");
        var task = new RhythmTaskDefinition { Name = "clean", Every = "1.00:00:00", Prompt = "Clean.", User = "default" };

        var run = await RunAsync(task);
        run.Outcome.ShouldBe("waiting");
        run.Summary.ShouldBe("Waiting for approval of probe_high: /ui/approvals");
        _high.Runs.ShouldBe(0);
        (await _rhythm.GetTaskAsync("clean", Cancel)).ConsecutiveFailures.ShouldBe(0);

        (await AgainAsync("clean", 2)).Outcome.ShouldBe("waiting");
        var open = (await _host!.Agent().ListApprovalsAsync("pending", Cancel)).Approvals.ShouldHaveSingleItem("the second run joins the one that waits");
        await _host.Agent().DecideAsync(open.Id, new ApprovalDecision { Decision = "approve" }, Cancel);
        await Eventually.TrueAsync(() => _high.Runs == 1, "the agent goes on by itself", Cancel);
        model.Requests.Count(r => r.GetRawText().Contains("Clean.", StringComparison.Ordinal) && !r.GetRawText().Contains("tool_call_id", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task AModelThatDoesNotAnswer_FailsTheRun_AndATimeoutEndsTheAgentToo()
    {
        await using var model = await HostAsync("503", "hang");

        var failed = await RunAsync(new RhythmTaskDefinition { Name = "ask", Every = "1.00:00:00", Prompt = "Hello.", Timeout = "00:00:30" });
        failed.Outcome.ShouldBe("failed");
        failed.Summary.ShouldNotBeNull().ShouldStartWith("The agent's run failed: ");

        var hung = await RunAsync(new RhythmTaskDefinition { Name = "hang", Every = "1.00:00:00", Prompt = "Hello.", Timeout = "00:00:02" });
        hung.Outcome.ShouldBe("timeout", hung.Summary);
        await using var connection = new Npgsql.NpgsqlConnection(_connection);
        (await Dapper.SqlMapper.ExecuteScalarAsync<int>(connection, "SELECT count(*)::int FROM agent.runs WHERE status IN ('running', 'waiting')")).ShouldBe(0);
    }

    private string _connection = "";

    private async Task<ScriptedModel> HostAsync(params string[] lines)
    {
        var model = await ScriptedModel.StartAsync(lines);
        _connection = await postgres.CreateDatabaseAsync(Cancel);
        _host = AgentHost.With(
            _connection,
            services =>
            {
                foreach (var builtIn in services.Where(s => s.ServiceType == typeof(IRhythmTask)).ToList())
                {
                    services.Remove(builtIn);
                }

                AgentHost.Add(services, _low, _high);
            },
            ("Rhythm:TickSeconds", "0.2"), ("Rhythm:LeaseSeconds", "2"), ("services:gateway:http:0", model.Url));
        _rhythm = new RhythmClient(_host.Http());
        await Eventually.TrueAsync(() => _host.Get<RhythmView>().Last?.Epoch > 0, "the node leads", Cancel);
        return model;
    }

    private async Task<RhythmRun> RunAsync(RhythmTaskDefinition task)
    {
        await _rhythm.AddTaskAsync(task, Cancel);
        return await AgainAsync(task.Name, 1);
    }

    private async Task<RhythmRun> AgainAsync(string task, int runs)
    {
        await _rhythm.RunAsync(task, Cancel);
        IReadOnlyList<RhythmRun> ended = [];
        await Eventually.TrueAsync(async () => (ended = [.. (await _rhythm.GetRunsAsync(task, null, 10, Cancel)).Runs.Where(r => r.Outcome is not null)]).Count == runs, "the run ends", Cancel);
        return ended[0];
    }
}
