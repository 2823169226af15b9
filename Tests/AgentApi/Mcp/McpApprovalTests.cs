using System.Net;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Mcp;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>What looks at all approvals, sessions or calls of the service, and so has one of its own.</summary>
public sealed class McpApprovalTests(PostgresServer postgres) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly McpHost _mcp = new(postgres);

    public ValueTask InitializeAsync() => _mcp.InitializeAsync();

    public ValueTask DisposeAsync() => _mcp.DisposeAsync();

    [Fact]
    public async Task Sessions_OverTheMaximum_TheOneIdleLongestMakesRoom()
    {
        var http = _mcp.Host.Http();
        var sessions = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            sessions.Add(await http.InitializeAsync(Token));
        }

        _mcp.Host.Get<McpSessions>().Count.ShouldBe(20);
        using var oldest = await http.PostSessionAsync(sessions[0], McpWire.Request("ping"), Token);
        oldest.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var newest = await http.PostSessionAsync(sessions[^1], McpWire.Request("ping"), Token);
        newest.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sessions_FloodOfOneUser_LeavesOthersTheirs()
    {
        var theirs = await _mcp.Host.Http("key-ben").InitializeAsync(Token);
        for (var i = 0; i < 25; i++)
        {
            await _mcp.Host.Http("key-amy").InitializeAsync(Token);
        }

        _mcp.Host.Get<McpSessions>().Count.ShouldBe(20);
        using var still = await _mcp.Host.Http("key-ben").PostSessionAsync(theirs, McpWire.Request("ping"), Token);
        still.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Call_OfASession_CancelledByItsClient_CancelsTheTool_AndNobodyElseCan()
    {
        var http = _mcp.Host.Http("key-amy");
        var session = await http.InitializeAsync(Token);
        var other = await http.InitializeAsync(Token);
        var pending = http.PostSessionAsync(session, McpWire.Request("tools/call", McpWire.Call("probe_slow", []), 7), Token);
        await McpHost.UntilAsync(() => Task.FromResult(_mcp.Slow.Runs == 1));

        const string Cancel = """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7,"reason":"no more"}}""";
        using var foreign = await _mcp.Host.Http("key-ben").PostMcpAsync(Cancel, Token, "mcp", ("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25"));
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var elsewhere = await http.PostMcpAsync(Cancel, Token, "mcp", ("Mcp-Session-Id", other), ("MCP-Protocol-Version", "2025-11-25"));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await _mcp.Host.Agent().GetAuditAsync(null, 10, Token)).Entries.ShouldBeEmpty();

        using var cancelled = await http.PostMcpAsync(Cancel, Token, "mcp", ("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25"));
        cancelled.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await McpHost.UntilAsync(async () => (await _mcp.Host.Agent().GetAuditAsync(null, 10, Token)).Entries is [{ Outcome: "cancelled" }]);
        using var answer = await pending.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_StreamClosed_CancelsTheTool(bool modern)
    {
        var http = _mcp.Host.Http();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = McpWire.Call("probe_slow", []);
        var pending = modern
            ? http.PostModernAsync(McpWire.Modern("tools/call", call), leave.Token)
            : http.PostSessionAsync(await http.InitializeAsync(Token), McpWire.Request("tools/call", call), leave.Token);
        await McpHost.UntilAsync(() => Task.FromResult(_mcp.Slow.Runs == 1));
        if (modern)
        {
            await leave.CancelAsync();
            await Should.ThrowAsync<Exception>(async () => await (await pending).MessageAsync(leave.Token));
            await McpHost.UntilAsync(async () => (await _mcp.Host.Agent().GetAuditAsync(null, 10, Token)).Entries is [{ Outcome: "cancelled" }]);
        }
        else
        {
            // A session's call goes on without its stream, as its revision says; it ends by its time limit or the session's end.
            await leave.CancelAsync();
        }
    }

    [Fact]
    public async Task Approval_ByInputRequired_RunsOnceAndOnlyWhatWasAsked()
    {
        var http = _mcp.Host.Http();
        var capabilities = new JsonObject { ["elicitation"] = new JsonObject() };
        using var asked = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" }), capabilities), Token);
        var question = await asked.ResultAsync(Token);
        question.GetProperty("resultType").GetString().ShouldBe("input_required");
        var state = question.GetProperty("requestState").GetString()!;
        _mcp.High.Runs.ShouldBe(0);

        // Other arguments with this answer: refused, nothing runs.
        using var other = await AnswerAsync(state, "y");
        _mcp.High.Runs.ShouldBe(0);

        using var answered = await AnswerAsync(state, "x");
        (await answered.ResultAsync(Token)).Text().ShouldBe("done: x");
        using var replayed = await AnswerAsync(state, "x");
        (await replayed.ResultAsync(Token)).GetProperty("resultType").GetString().ShouldBe("input_required");
        _mcp.High.Runs.ShouldBe(1);

        Task<HttpResponseMessage> AnswerAsync(string requestState, string command)
        {
            var parameters = McpWire.Call("probe_high", new JsonObject { ["command"] = command });
            parameters["requestState"] = requestState;
            parameters["inputResponses"] = new JsonObject { ["approval"] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["decision"] = "approve" } } };
            return http.PostModernAsync(McpWire.Modern("tools/call", parameters, (JsonObject)capabilities.DeepClone()), Token);
        }
    }

    [Theory]
    [InlineData("not-a-state")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public async Task Approval_AnswerWithoutAQuestion_AllowsNothing(string state)
    {
        var parameters = McpWire.Call("probe_high", new JsonObject { ["command"] = "x" });
        parameters["requestState"] = state;
        parameters["inputResponses"] = new JsonObject { ["approval"] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["decision"] = "approve" } } };
        using var response = await _mcp.Host.Http().PostModernAsync(McpWire.Modern("tools/call", parameters, new JsonObject { ["elicitation"] = new JsonObject() }), Token);
        (await response.ResultAsync(Token)).GetProperty("resultType").GetString().ShouldBe("input_required");
        _mcp.High.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Approval_ClientWithoutElicitation_IsToldWhereToAnswer_AndRunsAfterwards()
    {
        var http = _mcp.Host.Http();
        using var first = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" })), Token);
        var refused = await first.ResultAsync(Token);
        refused.GetProperty("isError").GetBoolean().ShouldBeTrue();
        refused.Text().ShouldContain("ai approvals");
        var open = (await _mcp.Host.Agent().ListApprovalsAsync("pending", Token)).Approvals.ShouldHaveSingleItem();
        await _mcp.Host.Agent().DecideAsync(open.Id, new ApprovalDecision { Decision = "approve" }, Token);

        using var second = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" })), Token);
        (await second.ResultAsync(Token)).Text().ShouldBe("done: x");
    }
}
