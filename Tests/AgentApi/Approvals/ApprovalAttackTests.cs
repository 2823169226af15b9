using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Errors;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Mcp;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Approvals;

/// <summary>Ways to make one yes count for something else: another user, tool, session or argument, a second time, or later.</summary>
public sealed class ApprovalAttackTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ProbeTool _high = new("probe_high", Sensitivity.High);
    private readonly ProbeTool _other = new("probe_other", Sensitivity.High);
    private AgentHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = AgentHost.With(
            await postgres.CreateDatabaseAsync(Token), s => AgentHost.Add(s, _high, _other), ("Agent:RateLimits:probe_high:Limit", "1000"), ("Agent:Approvals:MaxPendingPerUser", "30"));
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("""{"command":"rm x "}""")]
    [InlineData("""{"command":" rm x"}""")]
    [InlineData("""{"command":"rm  x"}""")]
    [InlineData("""{"command":"RM x"}""")]
    [InlineData("""{"command":"rm x\n"}""")]
    [InlineData("""{"command":"rm x\u0000"}""")]
    [InlineData("""{"command":"rm\u00a0x"}""")]
    [InlineData("""{"command":"rm \u0445"}""")]
    [InlineData("""{"command":"rm x\u200b"}""")]
    [InlineData("""{"command":"rm x\u202e"}""")]
    [InlineData("""{"command":"rm x\udb40\udc41"}""")]
    [InlineData("""{"command":"rm x","count":1}""")]
    [InlineData("""{"command":"rm x","cursor":"page-0:0"}""")]
    [InlineData("""{"command":"rm x","password":"p"}""")]
    [InlineData("""{}""")]
    public async Task OtherArguments_AreAskedAnew(string arguments)
    {
        var approval = await ApproveAsync("""{"command":"rm x"}""");
        foreach (var id in (Guid?[])[null, approval])
        {
            try
            {
                var answer = await CallAsync("key-amy", "probe_high", arguments, approval: id);
                (answer.Status is "approval_required" || answer.Text!.Contains("cursor", StringComparison.Ordinal)).ShouldBeTrue(answer.Text);
            }
            catch (ApiException refused)
            {
                refused.Code.ShouldBeOneOf("approval_refused", "invalid_arguments", "invalid_json");
            }
        }

        _high.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"command":"caf\u00e9"}""", """{"command":"cafe\u0301"}""")]
    [InlineData("""{"command":"\uac00"}""", """{"command":"\u1100\u1161"}""")]
    [InlineData("""{"command":"\uff41"}""", """{"command":"a"}""")]
    [InlineData("""{"command":"\ufb01"}""", """{"command":"fi"}""")]
    [InlineData("""{"command":"x","count":1}""", """{"command":"x","count":2}""")]
    [InlineData("""{"command":"x\t"}""", """{"command":"x "}""")]
    public async Task ArgumentsThatOnlyLookTheSame_AreAskedAnew(string approved, string called)
    {
        await ApproveAsync(approved);
        (await CallAsync("key-amy", "probe_high", called)).Status.ShouldBe("approval_required");
        _high.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"count":1,"command":"x"}""")]
    [InlineData("""{ "command" : "\u0078", "count":1 }""")]
    public async Task TheSameArgumentsWrittenDifferently_AreTheSameCall(string arguments)
    {
        await ApproveAsync("""{"command":"x","count":1}""");
        (await CallAsync("key-amy", "probe_high", arguments)).Status.ShouldBe("ok");
        _high.Runs.ShouldBe(1);
    }

    [Theory]
    [InlineData("key-ben", "probe_high", null)]
    [InlineData("key-amy", "probe_other", null)]
    [InlineData("key-amy", "probe_high", "another-session")]
    [InlineData("key-Amy", "probe_high", null)]
    [InlineData("admin-root", "probe_high", null)]
    public async Task ForeignApproval_AllowsNothing(string key, string tool, string? session)
    {
        var approval = await ApproveAsync("""{"command":"x"}""");
        (await Should.ThrowAsync<ApiException>(() => CallAsync(key, tool, """{"command":"x"}""", session, approval))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await CallAsync(key, tool, """{"command":"x"}""", session)).Status.ShouldBe("approval_required");
        (_high.Runs + _other.Runs).ShouldBe(0);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("01234567-89ab-7cde-8f01-23456789abcd")]
    public async Task ForgedId_AllowsNothing_AndIsToldFromNothing(string id)
    {
        var forged = await Should.ThrowAsync<ApiException>(() => CallAsync("key-amy", "probe_high", """{"command":"x"}""", approval: Guid.Parse(id)));
        var foreign = await ApproveAsync("""{"command":"x"}""", "key-ben");
        var stolen = await Should.ThrowAsync<ApiException>(() => CallAsync("key-amy", "probe_high", """{"command":"x"}""", approval: foreign));

        // The same words for an id that exists and one that does not: nobody can find out which there are.
        (forged.Status, forged.Message).ShouldBe((stolen.Status, stolen.Message));
        _high.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Replayed_RunsOnce()
    {
        var approval = await ApproveAsync("""{"command":"x"}""");
        await CallAsync("key-amy", "probe_high", """{"command":"x"}""", approval: approval);
        for (var i = 0; i < 3; i++)
        {
            (await Should.ThrowAsync<ApiException>(() => CallAsync("key-amy", "probe_high", """{"command":"x"}""", approval: approval))).Code.ShouldBe("approval_refused");
        }

        _high.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Denied_StaysDenied_AlsoForWhoeverAsksAgain()
    {
        var asked = await CallAsync("key-amy", "probe_high", """{"command":"x"}""");
        await _host.Agent("key-amy").DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "deny" }, Token);
        (await Should.ThrowAsync<ApiException>(() => CallAsync("key-amy", "probe_high", """{"command":"x"}"""))).Code.ShouldBe("approval_refused");
        (await Should.ThrowAsync<ApiException>(() => _host.Agent("key-amy").DecideAsync(asked.Approval.Id, new ApprovalDecision { Decision = "approve" }, Token))).Status.ShouldBe(HttpStatusCode.Conflict);
        _high.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Expired_AllowsNothing()
    {
        var approval = await ApproveAsync("""{"command":"x"}""");
        await using (var connection = await _host.Get<Database>().OpenAsync(Token))
        {
            await using var past = new Npgsql.NpgsqlCommand("UPDATE agent.approvals SET expires_at = now() - interval '1 second'", connection);
            await past.ExecuteNonQueryAsync(Token);
        }

        (await Should.ThrowAsync<ApiException>(() => CallAsync("key-amy", "probe_high", """{"command":"x"}""", approval: approval))).Code.ShouldBe("approval_refused");
        (await CallAsync("key-amy", "probe_high", """{"command":"x"}""")).Status.ShouldBe("approval_required");
        _high.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task FloodOfQuestions_IsBounded_AndOtherUsersStillAsk()
    {
        for (var i = 0; i < 30; i++)
        {
            await CallAsync("key-amy", "probe_high", $$"""{"command":"{{i}}"}""");
        }

        (await Should.ThrowAsync<ApiException>(() => CallAsync("key-amy", "probe_high", """{"command":"more"}"""))).Message.ShouldContain("Too many questions");
        (await CallAsync("key-ben", "probe_high", """{"command":"x"}""")).Status.ShouldBe("approval_required");
    }

    [Theory]
    [InlineData("""{"decision":"approve","decision":"deny"}""")]
    [InlineData("""{"decision":"APPROVE"}""")]
    [InlineData("""{"decision":true}""")]
    [InlineData("""{"decision":null}""")]
    [InlineData("""{}""")]
    [InlineData("""["approve"]""")]
    [InlineData("""{"decision":"approve "}""")]
    [InlineData("""{"decision":"approve","remember":"yes"}""")]
    [InlineData("""{"decision":"approve","remember":true,"pattern":"*"}""")]
    [InlineData("")]
    public async Task AnswerThatIsNone_ApprovesNothing(string body)
    {
        var asked = await CallAsync("key-amy", "probe_high", """{"command":"x"}""", "s");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host.Http("key-amy").PostAsync($"approvals/{asked.Approval!.Id}", content, Token);
        response.IsSuccessStatusCode.ShouldBeFalse();
        ((int)response.StatusCode).ShouldBeLessThan(500);
        (await CallAsync("key-amy", "probe_high", """{"command":"x"}""", "s")).Status.ShouldBe("approval_required");
    }

    [Theory]
    [InlineData("""{"action":"accept"}""")]
    [InlineData("""{"action":"accept","content":{}}""")]
    [InlineData("""{"action":"accept","content":{"decision":"yes"}}""")]
    [InlineData("""{"action":"accept","content":{"decision":true}}""")]
    [InlineData("""{"action":"accept","content":{"decision":["approve"]}}""")]
    [InlineData("""{"action":"ACCEPT","content":{"decision":"approve"}}""")]
    [InlineData("""{"action":"cancel","content":{"decision":"approve"}}""")]
    [InlineData("""{"action":"decline","content":{"decision":"approve"}}""")]
    [InlineData("""{"content":{"decision":"approve"}}""")]
    public async Task ElicitationAnswerThatIsNone_ApprovesNothing(string answer)
    {
        var http = _host.Http("key-amy");
        var capabilities = new JsonObject { ["elicitation"] = new JsonObject() };
        using var asked = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" }), (JsonObject)capabilities.DeepClone()), Token);
        var state = (await asked.ResultAsync(Token)).GetProperty("requestState").GetString()!;

        var call = McpWire.Call("probe_high", new JsonObject { ["command"] = "x" });
        call["requestState"] = state;
        call["inputResponses"] = new JsonObject { ["approval"] = JsonNode.Parse(answer) };
        using var answered = await http.PostModernAsync(McpWire.Modern("tools/call", call, capabilities), Token);
        ((int)answered.StatusCode).ShouldBeLessThan(500);
        _high.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("key-ben")]
    [InlineData("key-mallory")]
    public async Task ElicitationStateOfAnotherUser_ApprovesNothing(string thief)
    {
        var capabilities = new JsonObject { ["elicitation"] = new JsonObject() };
        using var asked = await _host.Http("key-amy").PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" }), (JsonObject)capabilities.DeepClone()), Token);
        var call = McpWire.Call("probe_high", new JsonObject { ["command"] = "x" });
        call["requestState"] = (await asked.ResultAsync(Token)).GetProperty("requestState").GetString()!;
        call["inputResponses"] = JsonNode.Parse("""{"approval":{"action":"accept","content":{"decision":"approve"}}}""");
        using var answered = await _host.Http(thief).PostModernAsync(McpWire.Modern("tools/call", call, capabilities), Token);
        _high.Runs.ShouldBe(0);
        (await _host.Agent("key-amy").ListApprovalsAsync("pending", Token)).Approvals.ShouldHaveSingleItem();
    }

    private async Task<Guid> ApproveAsync(string arguments, string key = "key-amy")
    {
        var asked = await CallAsync(key, "probe_high", arguments);
        await _host.Agent(key).DecideAsync(asked.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);
        return asked.Approval.Id;
    }

    private async Task<ToolCallResponse> CallAsync(string key, string tool, string arguments, string? session = null, Guid? approval = null)
    {
        // As bytes, so that escapes arrive as they are written here.
        var body = $$"""{"arguments":{{arguments}}{{(session is null ? "" : $",\"session_id\":\"{session}\"")}}{{(approval is null ? "" : $",\"approval_id\":\"{approval}\"")}}}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host.Http(key).PostAsync($"tools/{tool}/call", content, Token);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return response.IsSuccessStatusCode
            ? json.Deserialize<ToolCallResponse>(ToolJson.Options)!
            : throw new ApiException(json.GetProperty("detail").GetString()!, response.StatusCode, json.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
