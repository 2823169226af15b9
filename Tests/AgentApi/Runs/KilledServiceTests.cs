using System.Net.Http.Json;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.AgentApi.Runs;

/// <summary>The service as a process, killed by SIGKILL in the middle of its work and started again.</summary>
public sealed class KilledServiceTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly WorkspaceHost _ws = new();
    private readonly TemporaryFolder _home = new();
    private string _connection = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "The sandbox needs bubblewrap: apt-get install bubblewrap");
        _connection = await postgres.CreateDatabaseAsync(Token);
        _ws.OpenToSandbox();
    }

    public async ValueTask DisposeAsync()
    {
        await _ws.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Killed_WhileTheModelAnswers_TheRunGoesOnFromItsLastStep()
    {
        await using var model = await ScriptedModel.StartAsync("call read_file {\"path\":\"a.txt\"}", "hang", "it says hello");
        Guid run;
        await using (var first = await StartAsync(model))
        {
            run = await BeginAsync(first);
            await Eventually.TrueAsync(() => model.Requests.Count == 2, "the model is asked about the tool's result", Token);
            await Eventually.TrueAsync(async () => (await first.Agent.GetAuditAsync(null, 10, Token)).Entries.Count == 1, "the call is in the audit", Token);
            await first.KillAsync();
        }

        await PassTimeAsync();
        await using var second = await StartAsync(model);
        await DoneAsync(second, run);

        (await RolesAsync(second, run)).ShouldBe(["user", "assistant", "tool", "assistant"]);
        var row = (await second.Agent.GetAuditAsync(null, 10, Token)).Entries.ShouldHaveSingleItem();
        (row.Tool, row.Outcome, row.Transport).ShouldBe(("read_file", "ok", "agent"));
        (await second.Agent.VerifyAuditAsync(Token)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task Killed_WhileASandboxedToolRuns_NothingSurvives_AndTheRunLearnsThatItWasCutOff()
    {
        // A number nobody else sleeps by.
        var mark = "1000." + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue);
        await using var model = await ScriptedModel.StartAsync($$"""call execute_bash {"command":"touch started; sleep {{mark}}; touch survived"}""", "I see");
        Guid run;
        await using (var first = await StartAsync(model))
        {
            run = await BeginAsync(first);
            await ApproveAsync(first);
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(_ws.Root, "started")) && ProcessesWith(mark).Count > 0, "the tool runs", Token);
            await first.KillAsync();
        }

        await Eventually.TrueAsync(() => ProcessesWith(mark).Count == 0, "no process of the sandbox is left", Token);
        await PassTimeAsync();
        await using var second = await StartAsync(model);
        await DoneAsync(second, run);

        File.Exists(Path.Combine(_ws.Root, "survived")).ShouldBeFalse();
        (await RolesAsync(second, run)).ShouldBe(["user", "assistant", "tool", "assistant"]);
        model.Requests[1].GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!.ShouldContain("interrupted");
        await Eventually.TrueAsync(async () => (await second.Agent.GetAuditAsync(null, 10, Token)).Entries.Count == 2, "the cut-off call has its row", Token);
        (await second.Agent.GetAuditAsync(null, 10, Token)).Entries.Select(e => e.Outcome).ShouldBe(["interrupted", "approval_required"]);
        (await second.Agent.VerifyAuditAsync(Token)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task Killed_WhileARunWaitsForAnApproval_ItStillWaits_AndRunsOnceWhenApproved()
    {
        await using var model = await ScriptedModel.StartAsync("""call execute_bash {"command":"echo x >> ran"}""", "done");
        Guid run;
        await using (var first = await StartAsync(model))
        {
            run = await BeginAsync(first);
            await Eventually.TrueAsync(async () => await StatusAsync(first, run) == "waiting", "the run waits", Token);
            await first.KillAsync();
        }

        await PassTimeAsync();
        await using var second = await StartAsync(model);
        (await StatusAsync(second, run)).ShouldBe("waiting");
        await ApproveAsync(second);
        await DoneAsync(second, run);
        (await File.ReadAllTextAsync(Path.Combine(_ws.Root, "ran"), Token)).ShouldBe("x\n");
    }

    private Task<AgentProcess> StartAsync(ScriptedModel model) => AgentProcess.StartAsync(
        _home.Path, [("ConnectionStrings:localai", _connection), ("Agent:Workspaces:0:Path", _ws.Root), ("services:gateway:http:0", model.Url)], Token);

    private static async Task<Guid> BeginAsync(AgentProcess agent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "agent/runs") { Content = JsonContent.Create(new { message = "do it" }) };
        using var response = await agent.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return Guid.Parse(response.Headers.Location!.ToString().Split('/')[^1]);
    }

    private static async Task ApproveAsync(AgentProcess agent)
    {
        Guid? open = null;
        await Eventually.TrueAsync(
            async () => (open = (await agent.Agent.ListApprovalsAsync("pending", Token)).Approvals is [var first, ..] ? first.Id : null) is not null, "the call is asked", Token);
        await agent.Agent.DecideAsync(open!.Value, new ApprovalDecision { Decision = "approve" }, Token);
    }

    private static async Task<string> StatusAsync(AgentProcess agent, Guid run) => (await agent.Http.GetFromJsonAsync<RunState>($"agent/runs/{run}", ToolJson.Options, Token))!.Status;

    private static async Task DoneAsync(AgentProcess agent, Guid run) => await Eventually.TrueAsync(async () => await StatusAsync(agent, run) == "done", "the run is done", Token);

    private static async Task<IEnumerable<string>> RolesAsync(AgentProcess agent, Guid run)
    {
        var state = (await agent.Http.GetFromJsonAsync<RunState>($"agent/runs/{run}", ToolJson.Options, Token))!;
        var session = (await agent.Http.GetFromJsonAsync<SessionDetail>($"sessions/{state.SessionId}", ToolJson.Options, Token))!;
        return session.Messages.Select(m => m.Role);
    }

    /// <summary>Leases and deadlines of the killed process run out without the test waiting for them.</summary>
    private async Task PassTimeAsync()
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            "UPDATE agent.runs SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL; UPDATE agent.tool_intents SET deadline = now() - interval '1 second'", connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static List<string> ProcessesWith(string mark)
    {
        var found = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                var line = File.ReadAllText(folder + "/cmdline");
                if (line.Contains(mark, StringComparison.Ordinal))
                {
                    found.Add(line);
                }
            }
            catch (IOException)
            {
                // It ended while it was looked at.
            }
        }

        return found;
    }
}
