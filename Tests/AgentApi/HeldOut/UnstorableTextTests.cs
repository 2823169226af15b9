using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Mcp;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>Texts a database cannot hold or a terminal obeys, wherever a caller may write one: refused or cleaned, and never what stops the audit for everybody.</summary>
public sealed class UnstorableTextTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ProbeTool _low = new("probe_low", Sensitivity.Low, (call, _) => Task.FromResult(new ToolResult { Text = call.TextOrNull("command") == "long" ? string.Concat(Enumerable.Repeat("😀", 40_000)) : "done" }));
    private readonly ProbeTool _other = new("probe_other", Sensitivity.Low);
    private readonly ProbeTool _high = new("probe_high", Sensitivity.High);
    private AgentHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = AgentHost.With(await postgres.CreateDatabaseAsync(Token), s => AgentHost.Add(s, _low, _other, _high));
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("a\\u0000b")]
    [InlineData("\\u001b[2J")]
    [InlineData("a\\nb")]
    [InlineData("\\u202esession")]
    [InlineData("\\udb40\\udc41")]
    [InlineData("\\ud83d")]
    [InlineData("\\u0085")]
    [InlineData("")]
    public async Task SessionId_ThatIsNone_NamesTheField_OrIsNotRead(string session)
    {
        foreach (var tool in (string[])["probe_low", "probe_high"])
        {
            using var response = await PostAsync($"tools/{tool}/call", $$"""{"arguments":{"command":"x"},"session_id":"{{session}}"}""");
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync(Token)).ShouldContain("session_id");
        }

        _low.Runs.ShouldBe(0);
        await AuditStillWorksAsync();
    }

    [Theory]
    [InlineData("probe_low\\u0000")]
    [InlineData("\\u0000")]
    [InlineData("probe_low\\u001b[31m")]
    [InlineData("probe_low\\u202e")]
    [InlineData("")]
    [InlineData("{63}\\ud83d\\ude00\\ud83d\\ude00")]
    [InlineData("{63}\\ud83d\\ude00")]
    [InlineData("{10000}")]
    [InlineData("../probe_low")]
    [InlineData("'; DROP TABLE agent.tool_calls; --")]
    public async Task ToolName_ThatIsNone_IsOneRowOfTheAudit(string name)
    {
        var written = name.Replace("{63}", new string('a', 63), StringComparison.Ordinal).Replace("{10000}", new string('a', 10_000), StringComparison.Ordinal);
        var session = await _host.Http().InitializeAsync(Token);
        using var mcp = await _host.Http().PostMcpAsync(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + written + "\",\"arguments\":{}}}", Token, "mcp", ("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25"));
        ((int)mcp.StatusCode).ShouldBeLessThan(500);
        (await mcp.ErrorCodeAsync(Token)).ShouldBe(-32602);
        await _host.Get<AuditLog>().FlushAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries.ShouldHaveSingleItem().Outcome.ShouldBe("unknown_tool");

        var plain = JsonElement.Parse($"\"{written}\"").GetString()!;
        using var rest = await PostAsync($"tools/{Uri.EscapeDataString(plain.Replace("\0", "\u0001", StringComparison.Ordinal))}/call", "{}");
        ((int)rest.StatusCode).ShouldBeInRange(400, 499);
        await AuditStillWorksAsync();
    }

    [Theory]
    [InlineData("""{"decision":"deny","reason":"\u0000"}""")]
    [InlineData("""{"decision":"deny","reason":"a\u0000b"}""")]
    [InlineData("""{"decision":"deny","reason":"\ud800"}""")]
    [InlineData("""{"decision":"approve","remember":true,"pattern":"x\u0000"}""")]
    [InlineData("""{"decision":"approve","remember":true,"pattern":"\ud800"}""")]
    [InlineData("""{"decision":"approve\u0000"}""")]
    public async Task Answer_WithUnstorableText_IsNoServerError(string answer)
    {
        var asked = await _host.Agent().CallAsync("probe_high", Arguments.Call(new { command = "x" }, "s"), Token);
        using var response = await PostAsync($"approvals/{asked.Approval!.Id}", answer);
        ((int)response.StatusCode).ShouldBeLessThan(500, await response.Content.ReadAsStringAsync(Token));
        _high.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    public async Task Elicited_RememberedForTextWithNul_IsNoServerError(string command)
    {
        var session = await _host.Http().InitializeAsync(Token, new JsonObject { ["elicitation"] = new JsonObject() });
        var asked = await _host.Agent().CallAsync("probe_high", Arguments.Call(new { command }, session), Token);
        asked.Status.ShouldBe("approval_required");
        using var response = await PostAsync($"approvals/{asked.Approval!.Id}", """{"decision":"approve","remember":true}""");
        ((int)response.StatusCode).ShouldBeLessThan(500, await response.Content.ReadAsStringAsync(Token));
        await AuditStillWorksAsync();
    }

    [Theory]
    [InlineData("""{"title":"\u0000"}""")]
    [InlineData("""{"title":"a\u0000b"}""")]
    [InlineData("""{"title":"\udfff"}""")]
    [InlineData("""{"title":["a"]}""")]
    [InlineData("""{"title":"{201}"}""")]
    public async Task SessionTitle_ThatIsNone_IsNoServerError(string body)
    {
        using var response = await PostAsync("sessions", body.Replace("{201}", new string('t', 201), StringComparison.Ordinal));
        ((int)response.StatusCode).ShouldBeLessThan(500, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("""{"message":"\u0000"}""", false)]
    [InlineData("""{"message":"a\u0000b"}""", false)]
    [InlineData("""{"message":"{79}\ud83d\ude00"}""", true)]
    [InlineData("""{"message":"\ud83d"}""", false)]
    [InlineData("""{"message":"x","idempotency_key":"\u0000"}""", false)]
    [InlineData("""{"message":"x","idempotency_key":"a\u0000"}""", false)]
    [InlineData("""{"message":"x","model":"auto\u0000"}""", false)]
    [InlineData("""{"message":"x","toolsets":[null]}""", false)]
    [InlineData("""{"message":"x","toolsets":["files\u0000"]}""", false)]
    [InlineData("""{"message":"x","toolsets":{}}""", false)]
    [InlineData("""{"message":"x","max_turns":1e400}""", false)]
    [InlineData("""{"message":"x","max_turns":0}""", false)]
    [InlineData("""{"message":"x","max_seconds":-1}""", false)]
    [InlineData("""{"message":"x","session_id":"00000000-0000-0000-0000-000000000001"}""", false)]
    [InlineData("""{"message":"x","session_id":"../1"}""", false)]
    public async Task Run_OfAnotherShape_IsNoServerError(string body, bool runs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "agent/runs") { Content = new StringContent(body.Replace("{79}", new string('m', 79), StringComparison.Ordinal), Encoding.UTF8, "application/json") };
        using var response = await _host.Http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (runs)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            ((int)response.StatusCode).ShouldBeInRange(400, 499, body);
            (await _host.Http().GetFromJsonAsync<JsonElement>("sessions", Token)).GetProperty("sessions").GetArrayLength().ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("sessions/00000000-0000-0000-0000-000000000001?after=-1")]
    [InlineData("sessions/00000000-0000-0000-0000-000000000001?after=99999999999")]
    [InlineData("agent/runs/00000000-0000-0000-0000-000000000001/events?after=-5")]
    [InlineData("agent/runs/00000000-0000-0000-0000-000000000001/events?after=x")]
    [InlineData("approvals?status=%00")]
    [InlineData("approvals?limit=2147483648")]
    [InlineData("approvals?limit=-1")]
    [InlineData("approvals/{00000000-0000-0000-0000-000000000001}")]
    [InlineData("audit?before=-9223372036854775809")]
    [InlineData("audit?limit=0")]
    [InlineData("audit?user=%00")]
    [InlineData("audit?tool=%00")]
    [InlineData("audit?tool=%ED%A0%80")]
    [InlineData("rate-limits/probe_low?user_id=%00")]
    [InlineData("tools?toolset=%00")]
    [InlineData("preferences/app.%F0%9F%98%80")]
    [InlineData("ui/audit?before=x")]
    public async Task Address_WithAnotherKindOfValue_IsNoServerError(string address)
    {
        foreach (var key in (string?[])[null, "key-amy"])
        {
            using var response = await _host.Http(key).GetAsync(address, Token);
            ((int)response.StatusCode).ShouldBeLessThan(500, await response.Content.ReadAsStringAsync(Token));
        }
    }

    [Theory]
    [InlineData("page-")]
    [InlineData("page-:0")]
    [InlineData("page-x:0")]
    [InlineData("{id}")]
    [InlineData("{id}:")]
    [InlineData("{id}:-1")]
    [InlineData("{id}:+1")]
    [InlineData("{id}:1e3")]
    [InlineData("{id}:99999999999")]
    [InlineData("{id}:80001")]
    [InlineData("{id}:0:0")]
    [InlineData(" {id}:0")]
    [InlineData("{ID}:0")]
    [InlineData("{id}:0\\u0000")]
    [InlineData("{id}:１")]
    public async Task Cursor_ThatIsNotTheGivenOne_ShowsNothing(string cursor)
    {
        var id = (await LongAsync()).Split(':')[0];
        using var response = await PostAsync("tools/probe_low/call", "{\"arguments\":{\"cursor\":\"" + cursor.Replace("{id}", id, StringComparison.Ordinal).Replace("{ID}", id.ToUpperInvariant(), StringComparison.Ordinal) + "\"}}");
        ((int)response.StatusCode).ShouldBeLessThan(500);
        (await response.Content.ReadAsStringAsync(Token)).ShouldNotContain("\\uD83D\\uDE00\\uD83D\\uDE00", Case.Insensitive);
    }

    [Fact]
    public async Task Cursor_OfAnotherUserOrTool_ShowsNothing_AndOneInTheMiddleOfACharacter_IsStillText()
    {
        var cursor = await LongAsync();
        (await _host.Agent("key-ben").CallAsync("probe_low", Arguments.Call(new { cursor }), Token)).Text!.ShouldContain("not known");
        (await _host.Agent().CallAsync("probe_other", Arguments.Call(new { cursor }), Token)).Text!.ShouldContain("not known");
        (await _host.Agent().CallAsync("probe_low", Arguments.Call(new { cursor = cursor.Split(':')[0] + ":1" }), Token)).Text!.Length.ShouldBeGreaterThan(1000);
    }

    private async Task<string> LongAsync() => (await _host.Agent().CallAsync("probe_low", Arguments.Call(new { command = "long" }), Token)).NextCursor!;

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _host.Http().PostAsync(path, content, Token);
    }

    /// <summary>What HIGH calls depend on: rows are written, the chain is whole, and a question can be asked.</summary>
    private async Task AuditStillWorksAsync()
    {
        (await _host.Agent().CallAsync("probe_other", Arguments.Call(new { command = "x" }), Token)).Status.ShouldBe("ok");
        await _host.Get<AuditLog>().FlushAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        (await _host.Agent().GetAuditAsync(null, 1, Token)).Entries.ShouldHaveSingleItem().Tool.ShouldBe("probe_other");
        (await _host.Agent().VerifyAuditAsync(Token)).Ok.ShouldBeTrue();
        (await _host.Agent().CallAsync("probe_high", Arguments.Call(new { command = "after" }), Token)).Status.ShouldBe("approval_required");
    }
}
