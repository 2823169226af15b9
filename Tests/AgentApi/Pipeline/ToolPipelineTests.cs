using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Errors;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Pipeline;

public sealed class ToolPipelineTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ProbeTool _low = new("probe_low", Sensitivity.Low, (call, _) => Task.FromResult(new ToolResult { Text = call.TextOrNull("command") == "long" ? Long : "done" }));
    private readonly ProbeTool _high = new("probe_high", Sensitivity.High);
    private readonly ProbeTool _critical = new("probe_critical", Sensitivity.Critical);
    private readonly ProbeTool _web = new("probe_web", Sensitivity.Medium, (call, _) => Task.FromResult(new ToolResult { Text = call.TextOrNull("command") == "long" ? Long : "done" }), untrusted: true);
    private readonly ProbeTool _crashes = new("probe_crashes", Sensitivity.Low, (_, _) => throw new InvalidOperationException("/etc/secret/path"));
    private readonly ProbeTool _missing = new("probe_missing", Sensitivity.Low) { Unavailable = "Install it with apt-get install probe." };
    private readonly ProbeTool _slow = new("probe_slow", Sensitivity.Low, async (_, token) =>
    {
        await Task.Delay(Timeout.Infinite, token);
        return null!;
    });

    private AgentHost _host = null!;

    private static readonly string Long = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"줄 {i}\n"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = AgentHost.With(await postgres.CreateDatabaseAsync(Token), s => AgentHost.Add(s, _low, _high, _critical, _web, _crashes, _missing, _slow));
        await _host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task RestOfUntrustedContent_ReadInAnotherSession_TaintsThatOneToo()
    {
        var agent = _host.Agent();
        var cursor = (await agent.CallAsync("probe_web", Arguments.Call(new { command = "long" }, "reads"), Token)).NextCursor!;
        var asked = await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }, "acts"), Token);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve", Remember = true }, Token);
        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }, "acts"), Token)).Status.ShouldBe("ok");
        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }, "acts"), Token)).Status.ShouldBe("ok");

        (await agent.CallAsync("probe_web", Arguments.Call(new { cursor }, "acts"), Token)).Untrusted.ShouldBeTrue();

        var after = await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }, "acts"), Token);
        after.Status.ShouldBe("approval_required");
        after.Approval!.Reason.ShouldContain("untrusted content from probe_web");
    }

    [Fact]
    public async Task Question_ShowsAllThatIsApproved_ButNoSecret()
    {
        var asked = await _host.Agent().CallAsync("probe_high", Arguments.Call(new { command = new string('a', 150) + " token=abcdef123456 " + new string('b', 20), password = "hunter2" }), Token);
        var shown = asked.Approval!.Arguments.GetRawText();
        shown.ShouldContain(new string('b', 20));
        shown.ShouldNotContain("abcdef123456");
        shown.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Call_Low_RunsAndIsAudited()
    {
        var answer = await _host.Agent().CallAsync("probe_low", Arguments.Call(new { command = "x", password = "hunter2" }), Token);

        answer.Status.ShouldBe("ok");
        answer.Text.ShouldBe("done");
        var row = (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries.ShouldHaveSingleItem();
        row.Id.ShouldBe(answer.CallId);
        row.Outcome.ShouldBe("ok");
        row.Decision.ShouldBe("allowed");
        row.Arguments.GetRawText().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("probe_nothing", """{}""", HttpStatusCode.NotFound, "unknown_tool")]
    [InlineData("probe_low", """{"count":10}""", HttpStatusCode.BadRequest, "invalid_arguments")]
    [InlineData("probe_missing", """{}""", HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData("probe_crashes", """{}""", HttpStatusCode.InternalServerError, "failed")]
    public async Task Call_CannotRun_SaysWhyAndIsAudited(string tool, string arguments, HttpStatusCode status, string code)
    {
        var error = await Should.ThrowAsync<ApiException>(() => _host.Agent().CallAsync(tool, new ToolCallRequest { Arguments = JsonElement.Parse(arguments) }, Token));

        error.Status.ShouldBe(status);
        error.Code.ShouldBe(code);
        error.Message.ShouldNotContain("/etc/secret");
        (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries.ShouldHaveSingleItem().Outcome.ShouldBe(code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"arguments":{"command":"a","command":"b"}}""")]
    [InlineData("""{"arguments":[1]}""")]
    [InlineData("""{"arguments":"x"}""")]
    [InlineData("""{"session_id":"","arguments":{}}""")]
    [InlineData("""{"arguments":{"command":"\ud800"}}""")]
    [InlineData("""{"arguments":{"count":NaN}}""")]
    [InlineData("""{"arguments":{"count":1e999}}""")]
    [InlineData("[]")]
    public async Task Call_BadJson_Is400AndRunsNothing(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host.Http().PostAsync("tools/probe_low/call", content, Token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync(Token));
        _low.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Call_DeepJson_Is400()
    {
        using var content = new StringContent("{\"arguments\":{\"command\":" + new string('[', 100) + new string(']', 100) + "}}", Encoding.UTF8, "application/json");
        using var response = await _host.Http().PostAsync("tools/probe_low/call", content, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Call_ArgumentsTooLarge_IsRefused()
    {
        var error = await Should.ThrowAsync<ApiException>(() => _host.Agent().CallAsync("probe_low", Arguments.Call(new { command = new string('x', 3 << 20) }), Token));
        error.Status.ShouldBe(HttpStatusCode.BadRequest);
        error.Message.ShouldContain("larger than");
    }

    [Fact]
    public async Task Call_OverLimitAndBurst_Is429WithRetryAfter()
    {
        var agent = _host.Agent("key-amy");
        for (var i = 0; i < 70; i++)
        {
            await agent.CallAsync("probe_low", Arguments.Call(new { }), Token);
        }

        var error = await Should.ThrowAsync<ApiException>(() => agent.CallAsync("probe_low", Arguments.Call(new { }), Token));
        error.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        error.RetryAfter.ShouldNotBeNull();
        error.Message.ShouldContain("60 calls in 60 s and 10 more");
        _low.Runs.ShouldBe(70);
        (await _host.Agent("key-ben").CallAsync("probe_low", Arguments.Call(new { }), Token)).Status.ShouldBe("ok");
        (await agent.GetRateLimitAsync("probe_low", Token)).Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task Call_LongResult_ComesInPagesThatJoinToTheWhole()
    {
        var agent = _host.Agent();
        var answer = await agent.CallAsync("probe_low", Arguments.Call(new { command = "long" }), Token);
        var text = new StringBuilder(answer.Text);
        while (answer.Truncated)
        {
            Encoding.UTF8.GetByteCount(answer.Text!).ShouldBeLessThanOrEqualTo(64 * 1024);
            answer = await agent.CallAsync("probe_low", Arguments.Call(new { cursor = answer.NextCursor }), Token);
            text.Append(answer.Text);
        }

        text.ToString().ShouldBe(Long);
        _low.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Call_OtherUsersCursor_IsUnknown()
    {
        var answer = await _host.Agent("key-amy").CallAsync("probe_low", Arguments.Call(new { command = "long" }), Token);
        var stolen = await _host.Agent("key-ben").CallAsync("probe_low", Arguments.Call(new { cursor = answer.NextCursor }), Token);
        stolen.Text!.ShouldContain("not known");
    }

    [Fact]
    public async Task Call_ClientLeaves_ToolStopsAndItIsAudited()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = _host.Agent().CallAsync("probe_slow", Arguments.Call(new { }), leave.Token);
        await WaitUntilAsync(() => Task.FromResult(_slow.Runs == 1));
        await leave.CancelAsync();
        await Should.ThrowAsync<Exception>(call);

        await WaitUntilAsync(async () => (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries is [{ Outcome: "cancelled" }]);
    }

    [Fact]
    public async Task Call_High_WaitsForApproval_RunsOnceWhenApproved()
    {
        var agent = _host.Agent("key-amy");
        var asked = await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token);
        asked.Status.ShouldBe("approval_required");
        _high.Runs.ShouldBe(0);

        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);
        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token)).Text.ShouldBe("done: x");

        // The approval is used up: the same call asks again.
        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token)).Status.ShouldBe("approval_required");
        _high.Runs.ShouldBe(1);
        (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries.Select(e => e.Outcome).ShouldBe(["approval_required", "ok", "approval_required"]);
    }

    [Fact]
    public async Task Call_ParallelWithOneApproval_RunsOnce()
    {
        var agent = _host.Agent();
        var asked = await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token)));

        _high.Runs.ShouldBe(1);
    }

    [Theory]
    [InlineData("key-amy", "probe_high", "other")]
    [InlineData("key-amy", "probe_critical", "x")]
    [InlineData("key-ben", "probe_high", "x")]
    public async Task Call_ApprovalOfAnotherCall_IsRefused(string key, string tool, string command)
    {
        var amy = _host.Agent("key-amy");
        var asked = await amy.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token);
        await amy.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);

        var error = await Should.ThrowAsync<ApiException>(() => _host.Agent(key).CallAsync(tool, Arguments.Call(new { command }, approval: asked.Approval.Id), Token));

        error.Code.ShouldBe("approval_refused");
        (_high.Runs + _critical.Runs).ShouldBe(0);
    }

    [Fact]
    public async Task Decide_OtherUsersApproval_IsNotFound()
    {
        var asked = await _host.Agent("key-amy").CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token);
        var error = await Should.ThrowAsync<ApiException>(() => _host.Agent("key-ben").DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token));
        error.Status.ShouldBe(HttpStatusCode.NotFound);
        (await _host.Agent("key-ben").ListApprovalsAsync(null, Token)).Approvals.ShouldBeEmpty();
        (await _host.Agent("admin-eve").ListApprovalsAsync("pending", Token)).Approvals.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Decide_Twice_IsAConflict()
    {
        var agent = _host.Agent();
        var asked = await agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "deny", Reason = "not now" }, Token);

        (await Should.ThrowAsync<ApiException>(() => agent.DecideAsync(asked.Approval.Id, new ApprovalDecision { Decision = "approve" }, Token))).Status.ShouldBe(HttpStatusCode.Conflict);
        var denied = await Should.ThrowAsync<ApiException>(() => agent.CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token));
        denied.Message.ShouldContain("not now");
        _high.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"decision":"yes"}""", "decision")]
    [InlineData("""{"decision":"approve","remember":true}""", "remember")]
    public async Task Decide_BadAnswer_NamesTheField(string body, string field)
    {
        var asked = await _host.Agent().CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host.Http().PostAsync($"approvals/{asked.Approval!.Id}", content, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("field").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Call_Remembered_RunsWithoutAskingInThatSessionOnly()
    {
        var agent = _host.Agent();
        var asked = await agent.CallAsync("probe_high", Arguments.Call(new { command = "git log -1" }, "s1"), Token);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve", Remember = true, Pattern = "git log *" }, Token);

        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "git log -2" }, "s1"), Token)).Status.ShouldBe("ok");
        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "git log; id" }, "s1"), Token)).Status.ShouldBe("approval_required");
        (await agent.CallAsync("probe_high", Arguments.Call(new { command = "git log -3" }, "s2"), Token)).Status.ShouldBe("approval_required");
        (await _host.Agent("key-amy").CallAsync("probe_high", Arguments.Call(new { command = "git log -3" }, "s1"), Token)).Status.ShouldBe("approval_required");
    }

    [Fact]
    public async Task Call_AfterUntrustedContent_AsksEvenWhatWasRemembered()
    {
        var agent = _host.Agent();
        var asked = await agent.CallAsync("probe_high", Arguments.Call(new { command = "git log -1" }, "s1"), Token);
        await agent.DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve", Remember = true, Pattern = "git log *" }, Token);
        (await agent.CallAsync("probe_web", Arguments.Call(new { }, "s1"), Token)).Untrusted.ShouldBeTrue();

        var again = await agent.CallAsync("probe_high", Arguments.Call(new { command = "git log -2" }, "s1"), Token);

        again.Status.ShouldBe("approval_required");
        again.Approval!.Reason.ShouldContain("untrusted content from probe_web");
    }

    [Fact]
    public async Task Verify_ChainOfManyCalls_Holds_AndRowsCannotBeChanged()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), Token, async (i, token) => await _host.Agent("key-u" + i).CallAsync("probe_low", Arguments.Call(new { count = 1 }), token));

        var verified = await _host.Agent().VerifyAuditAsync(Token);
        verified.Ok.ShouldBeTrue();
        verified.Rows.ShouldBe(60);

        await using var connection = await _host.Get<LocalAi.ServiceDefaults.Postgres.Database>().OpenAsync(Token);
        await using var change = new Npgsql.NpgsqlCommand("UPDATE agent.tool_calls SET user_name = 'x' WHERE seq = 30", connection);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => change.ExecuteNonQueryAsync(Token))).Message.ShouldContain("append-only");

        await using var forced = new Npgsql.NpgsqlCommand("ALTER TABLE agent.tool_calls DISABLE TRIGGER ALL; UPDATE agent.tool_calls SET user_name = 'x' WHERE seq = 30", connection);
        await forced.ExecuteNonQueryAsync(Token);
        var broken = await _host.Agent().VerifyAuditAsync(Token);
        broken.Ok.ShouldBeFalse();
        broken.BrokenAt.ShouldBe(30);
    }

    [Fact]
    public async Task Intents_LeftByACrash_BecomeInterruptedRows()
    {
        await using (var connection = await _host.Get<LocalAi.ServiceDefaults.Postgres.Database>().OpenAsync(Token))
        {
            await using var left = new Npgsql.NpgsqlCommand(
                """
                INSERT INTO agent.tool_intents (id, at, deadline, user_name, role, transport, tool, sensitivity, arguments)
                VALUES (gen_random_uuid(), now() - interval '1 hour', now() - interval '1 minute', 'amy', 'user', 'rest', 'execute_bash', 'high', '{}')
                """,
                connection);
            await left.ExecuteNonQueryAsync(Token);
        }

        await _host.Get<LocalAi.AgentApi.Audit.AuditWriter>().RecordInterruptedAsync(Token);

        var row = (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries.ShouldHaveSingleItem();
        row.Outcome.ShouldBe("interrupted");
        row.User.ShouldBe("amy");
    }

    [Fact]
    public async Task AuditRecord_ThatComesTwice_IsOneRow_AndNothingWaitsBehindIt()
    {
        var record = new LocalAi.AgentApi.Audit.AuditRecord
        {
            Id = Guid.NewGuid(),
            At = TimeProvider.System.GetUtcNow(),
            User = "amy",
            Role = "user",
            Transport = "rest",
            Tool = "execute_bash",
            Sensitivity = "high",
            Arguments = "{}",
            Decision = "allowed",
            Outcome = "interrupted",
        };
        var log = _host.Get<LocalAi.AgentApi.Audit.AuditLog>();
        log.Append(record);
        log.Append(record);
        log.Append(record with { Id = Guid.NewGuid(), Outcome = "ok" });

        (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries.Select(e => e.Outcome).ShouldBe(["ok", "interrupted"]);
    }

    [Fact]
    public async Task Audit_OtherUser_SeesOnlyOwnRows()
    {
        await _host.Agent("key-amy").CallAsync("probe_low", Arguments.Call(new { }), Token);

        (await _host.Agent("key-ben").GetAuditAsync(null, 10, Token)).Entries.ShouldBeEmpty();
        (await Should.ThrowAsync<ApiException>(() => _host.Agent("key-ben").VerifyAuditAsync(Token))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _host.Agent("admin-eve").GetAuditAsync(null, 10, Token)).Entries.ShouldHaveSingleItem().User.ShouldBe("amy");
    }

    [Fact]
    public async Task Production_CriticalByUser_IsForbidden_ByAdminIsAsked()
    {
        await using var host = AgentHost.With(await postgres.CreateDatabaseAsync(Token), s => AgentHost.Add(s, new ProbeTool("probe_critical", Sensitivity.Critical)), ("SECURITY_MODE", "production"));
        await host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(30), Token);

        (await Should.ThrowAsync<ApiException>(() => host.Agent("key-amy").CallAsync("probe_critical", Arguments.Call(new { }), Token))).Code.ShouldBe("forbidden");
        (await host.Agent("admin-eve").CallAsync("probe_critical", Arguments.Call(new { }), Token)).Status.ShouldBe("approval_required");
    }

    [Fact]
    public async Task DatabaseAway_LowRuns_HighIsRefused_RowsArriveLater()
    {
        // The service starts against a port where Postgres is not.
        await using var host = AgentHost.With($"Host=127.0.0.1;Port={PostgresServer.FreePort()};Username=postgres;Database=x;Timeout=2", s => AgentHost.Add(s, _low, _high));

        (await host.Agent().CallAsync("probe_low", Arguments.Call(new { }), Token)).Status.ShouldBe("ok");
        var refused = await Should.ThrowAsync<ApiException>(() => host.Agent().CallAsync("probe_high", Arguments.Call(new { command = "x" }), Token));

        refused.Code.ShouldBe("audit_unavailable");
        refused.RetryAfter.ShouldNotBeNull();
        _high.Runs.ShouldBe(0);
        host.Get<LocalAi.AgentApi.Audit.AuditLog>().Waiting.ShouldBe(2);
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(25, Token);
        }

        throw new TimeoutException("The condition did not become true in 10 s.");
    }
}
