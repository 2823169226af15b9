using System.Net;

using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Mcp;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Mcp;

public sealed class McpHttpTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ProbeTool _low = new("probe_low", Sensitivity.Low);
    private readonly ProbeTool _high = new("probe_high", Sensitivity.High);
    private readonly ProbeTool _slow = new("probe_slow", Sensitivity.Low, async (call, token) =>
    {
        await Task.Delay(call.TextOrNull("command") == "short" ? 2500 : Timeout.Infinite, token);
        return new ToolResult { Text = "late" };
    });

    private readonly ProbeTool _structured = new("probe_structured", Sensitivity.Low, (_, _) => Task.FromResult(ToolResult.Of(new JsonObject { ["answer"] = 42 })));

    private AgentHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = AgentHost.With(
            await postgres.CreateDatabaseAsync(Token), s => AgentHost.Add(s, _low, _high, _slow, _structured), ("Agent:Mcp:MaxSessions", "20"), ("Agent:Mcp:ProgressSeconds", "1"));
        _host.UseKestrel(0);
        _host.StartServer();
        await _host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Call_BothEras_GiveTheSame()
    {
        var http = _host.Http();
        var call = McpWire.Call("probe_structured", []);
        using var modern = await http.PostModernAsync(McpWire.Modern("tools/call", (JsonObject)call.DeepClone()), Token);
        var session = await http.InitializeAsync(Token);
        using var legacy = await http.PostSessionAsync(session, McpWire.Request("tools/call", call), Token);

        foreach (var result in new[] { await modern.ResultAsync(Token), await legacy.ResultAsync(Token) })
        {
            result.GetProperty("structuredContent").GetProperty("answer").GetInt32().ShouldBe(42);
            result.Text().ShouldBe("""{"answer":42}""");
        }
    }

    [Fact]
    public async Task List_IsTheSameEveryTimeAndShort()
    {
        var http = _host.Http();
        using var first = await http.PostModernAsync(McpWire.Modern("tools/list"), Token);
        using var second = await http.PostModernAsync(McpWire.Modern("tools/list"), Token);
        var tools = (await first.ResultAsync(Token)).GetProperty("tools").GetRawText();
        tools.ShouldBe((await second.ResultAsync(Token)).GetProperty("tools").GetRawText());

        // 4,000 tokens. The tokenizers of cl100k_base and o200k_base make a token of 4.5 and 4.3 bytes of this list; 3.75 leaves room for others.
        var own = JsonElement.Parse(tools).EnumerateArray().Where(t => !t.GetProperty("name").GetString()!.StartsWith("probe_", StringComparison.Ordinal)).ToList();
        own.Sum(t => t.GetRawText().Length).ShouldBeLessThan(15_000);
        own.ShouldAllBe(t => t.GetProperty("description").GetString()!.Length <= 250);
    }

    [Theory]
    [InlineData("mcp?toolsets=files", "read_file", "get_system_info")]
    [InlineData("mcp?readonly=true", "read_file", "write_file")]
    [InlineData("mcp?toolsets=files,system&readonly=true", "get_system_info", "create_directory")]
    public async Task List_Filtered_ShowsAndCallsOnlyThose(string path, string shown, string hidden)
    {
        var http = _host.Http();
        using var list = await http.PostModernAsync(McpWire.Modern("tools/list"), Token, path);
        var names = (await list.ResultAsync(Token)).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ToList();
        names.ShouldContain(shown);
        names.ShouldNotContain(hidden);
        using var call = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call(hidden, [])), Token, path);
        (await call.ErrorCodeAsync(Token)).ShouldBe(-32602);
    }

    [Fact]
    public async Task Call_WrongArguments_NamesTheField()
    {
        using var response = await _host.Http().PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_low", new JsonObject { ["count"] = 77 })), Token);
        var result = await response.ResultAsync(Token);
        result.GetProperty("isError").GetBoolean().ShouldBeTrue();
        result.Text().ShouldContain("count must be at most 9");
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, -32700)]
    [InlineData("{", HttpStatusCode.BadRequest, -32700)]
    [InlineData("nonsense", HttpStatusCode.BadRequest, -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{}}""", HttpStatusCode.BadRequest, -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"probe_low","name":"probe_high"}}""", HttpStatusCode.BadRequest, -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"probe_low","arguments":{"command":"\ud800"}}}""", HttpStatusCode.BadRequest, -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"probe_low","arguments":{"count":NaN}}}""", HttpStatusCode.BadRequest, -32700)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""[]""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("7", HttpStatusCode.BadRequest, -32600)]
    [InlineData("null", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"id":1,"method":"ping"}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":7}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", HttpStatusCode.BadRequest, -32600)]
    public async Task Post_BadMessage_IsRefusedWithItsCode(string body, HttpStatusCode status, int code)
    {
        using var response = await _host.Http().PostMcpAsync(body, Token);
        response.StatusCode.ShouldBe(status);
        (await response.ErrorCodeAsync(Token)).ShouldBe(code);
        (_low.Runs + _high.Runs).ShouldBe(0);
    }

    [Fact]
    public async Task Post_TooDeepOrTooLarge_IsRefused()
    {
        using var deep = await _host.Http().PostMcpAsync("""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":""" + new string('[', 80) + new string(']', 80) + "}}", Token);
        (await deep.ErrorCodeAsync(Token)).ShouldBe(-32700);
        using var large = await _host.Http().PostMcpAsync("""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":" """ + new string('x', 5 << 20) + "\"}}", Token);
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("text/plain", "application/json, text/event-stream", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", "application/json, text/event-stream", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "application/json", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json", "text/html", HttpStatusCode.NotAcceptable)]
    public async Task Post_WrongTypes_AreRefused(string contentType, string accept, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "mcp") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _host.Http().SendAsync(request, Token);
        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("tools/call", "probe_high", "tools/call", "probe_low")]
    [InlineData("tools/list", "probe_low", "tools/call", "probe_low")]
    [InlineData("tools/call", null, "tools/call", "probe_low")]
    [InlineData(null, "probe_low", "tools/call", "probe_low")]
    [InlineData("tools/call", "=?base64?!!!?=", "tools/call", "probe_low")]
    [InlineData("tools/call", "=?base64?cHJvYmVfaGlnaA==?=", "tools/call", "probe_low")]
    [InlineData("TOOLS/CALL", "probe_low", "tools/call", "probe_low")]
    public async Task Post_HeadersThatDifferFromTheBody_AreRefused(string? method, string? name, string bodyMethod, string bodyName)
    {
        List<(string, string)> headers = [("MCP-Protocol-Version", McpWire.Stateless)];
        if (method is not null)
        {
            headers.Add(("Mcp-Method", method));
        }

        if (name is not null)
        {
            headers.Add(("Mcp-Name", name));
        }

        using var response = await _host.Http().PostMcpAsync(McpWire.Modern(bodyMethod, McpWire.Call(bodyName, [])).ToJsonString(), Token, "mcp", [.. headers]);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ErrorCodeAsync(Token)).ShouldBe(-32020);
        (_low.Runs + _high.Runs).ShouldBe(0);
    }

    [Fact]
    public async Task Post_HeaderTwice_IsRefused()
    {
        using var response = await _host.Http().PostMcpAsync(
            McpWire.Modern("tools/call", McpWire.Call("probe_low", [])).ToJsonString(), Token, "mcp",
            ("MCP-Protocol-Version", McpWire.Stateless), ("Mcp-Method", "tools/call"), ("Mcp-Name", "probe_low"), ("Mcp-Name", "probe_low"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("1999-01-01")]
    [InlineData("2027-01-01")]
    [InlineData("x")]
    public async Task Post_UnknownRevision_NamesTheOnesThatAreServed(string revision)
    {
        using var response = await _host.Http().PostMcpAsync(McpWire.Request("tools/list").ToJsonString(), Token, "mcp", ("MCP-Protocol-Version", revision));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.MessageAsync(Token)).GetProperty("error").GetProperty("data").GetProperty("supported").GetArrayLength().ShouldBe(5);
    }

    [Theory]
    [InlineData("initialize")]
    [InlineData("ping")]
    [InlineData("logging/setLevel")]
    [InlineData("resources/subscribe")]
    [InlineData("nonsense/method")]
    public async Task Post_MethodThatIsNotInTheRevision_Is404(string method)
    {
        using var response = await _host.Http().PostModernAsync(McpWire.Modern(method), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.ErrorCodeAsync(Token)).ShouldBe(-32601);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.com")]
    [InlineData("Host", "127.0.0.1.evil.com")]
    [InlineData("Host", "127.0.0.1@evil.com")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost.evil.com")]
    [InlineData("Origin", "http://127.0.0.1.evil.com")]
    [InlineData("Origin", "http://localhost@evil.com")]
    [InlineData("Origin", "file://")]
    public async Task AnyPath_ForeignHostOrOrigin_IsRefused(string header, string value)
    {
        foreach (var path in (string[])["mcp", "tools", "health", "approvals", "audit"])
        {
            using var request = new HttpRequestMessage(path == "mcp" ? HttpMethod.Post : HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await _host.Http().SendAsync(request, Token);
            ((int)response.StatusCode).ShouldBeOneOf(400, 403);
        }
    }

    [Fact]
    public async Task Session_OfAnotherUser_IsNotFound()
    {
        var session = await _host.Http("key-amy").InitializeAsync(Token);
        using var call = await _host.Http("key-ben").PostSessionAsync(session, McpWire.Request("tools/list"), Token);
        call.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await call.ErrorCodeAsync(Token)).ShouldBe(-32001);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "mcp") { Headers = { { "Mcp-Session-Id", session } } };
        using var deleted = await _host.Http("key-ben").SendAsync(delete, Token);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var own = await _host.Http("key-amy").PostSessionAsync(session, McpWire.Request("tools/list"), Token);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Session_Unknown_IsNotFound(string session)
    {
        using var response = await _host.Http().PostSessionAsync(session, McpWire.Request("tools/list"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Session_Deleted_IsGone()
    {
        var http = _host.Http();
        var session = await http.InitializeAsync(Token);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "mcp") { Headers = { { "Mcp-Session-Id", session } } };
        using var deleted = await http.SendAsync(delete, Token);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var after = await http.PostSessionAsync(session, McpWire.Request("ping"), Token);
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sessions_OverTheMaximum_TheOneIdleLongestMakesRoom()
    {
        var http = _host.Http();
        var sessions = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            sessions.Add(await http.InitializeAsync(Token));
        }

        _host.Get<McpSessions>().Count.ShouldBe(20);
        using var oldest = await http.PostSessionAsync(sessions[0], McpWire.Request("ping"), Token);
        oldest.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var newest = await http.PostSessionAsync(sessions[^1], McpWire.Request("ping"), Token);
        newest.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_OfTheStatelessRevision_IsNotAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "mcp") { Headers = { { "MCP-Protocol-Version", McpWire.Stateless }, { "Accept", "text/event-stream" } } };
        using var response = await _host.Http().SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_StreamClosed_CancelsTheTool(bool modern)
    {
        var http = _host.Http();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = McpWire.Call("probe_slow", []);
        var pending = modern
            ? http.PostModernAsync(McpWire.Modern("tools/call", call), leave.Token)
            : http.PostSessionAsync(await http.InitializeAsync(Token), McpWire.Request("tools/call", call), leave.Token);
        await UntilAsync(() => Task.FromResult(_slow.Runs == 1));
        if (modern)
        {
            await leave.CancelAsync();
            await Should.ThrowAsync<Exception>(async () => await (await pending).MessageAsync(leave.Token));
            await UntilAsync(async () => (await _host.Agent().GetAuditAsync(null, 10, Token)).Entries is [{ Outcome: "cancelled" }]);
        }
        else
        {
            // A session's call goes on without its stream, as its revision says; it ends by its time limit or the session's end.
            await leave.CancelAsync();
        }
    }

    [Fact]
    public async Task Call_SlowToolWithProgressToken_SendsSignsOfLife()
    {
        var parameters = McpWire.Call("probe_slow", new JsonObject { ["command"] = "short" });
        var message = McpWire.Modern("tools/call", parameters);
        message["params"]!["_meta"]!["progressToken"] = "p1";
        using var response = await _host.Http().PostModernAsync(message, Token);
        var stream = await response.Content.ReadAsStringAsync(Token);
        stream.ShouldContain("notifications/progress");
        stream.ShouldContain("\"late\"");
    }

    [Fact]
    public async Task Approval_ByInputRequired_RunsOnceAndOnlyWhatWasAsked()
    {
        var http = _host.Http();
        var capabilities = new JsonObject { ["elicitation"] = new JsonObject() };
        using var asked = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" }), capabilities), Token);
        var question = await asked.ResultAsync(Token);
        question.GetProperty("resultType").GetString().ShouldBe("input_required");
        var state = question.GetProperty("requestState").GetString()!;
        _high.Runs.ShouldBe(0);

        // Other arguments with this answer: refused, nothing runs.
        using var other = await AnswerAsync(state, "y");
        _high.Runs.ShouldBe(0);

        using var answered = await AnswerAsync(state, "x");
        (await answered.ResultAsync(Token)).Text().ShouldBe("done: x");
        using var replayed = await AnswerAsync(state, "x");
        (await replayed.ResultAsync(Token)).GetProperty("resultType").GetString().ShouldBe("input_required");
        _high.Runs.ShouldBe(1);

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
        using var response = await _host.Http().PostModernAsync(McpWire.Modern("tools/call", parameters, new JsonObject { ["elicitation"] = new JsonObject() }), Token);
        (await response.ResultAsync(Token)).GetProperty("resultType").GetString().ShouldBe("input_required");
        _high.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task Approval_ClientWithoutElicitation_IsToldWhereToAnswer_AndRunsAfterwards()
    {
        var http = _host.Http();
        using var first = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" })), Token);
        var refused = await first.ResultAsync(Token);
        refused.GetProperty("isError").GetBoolean().ShouldBeTrue();
        refused.Text().ShouldContain("ai approvals");
        var open = (await _host.Agent().ListApprovalsAsync("pending", Token)).Approvals.ShouldHaveSingleItem();
        await _host.Agent().DecideAsync(open.Id, new ApprovalDecision { Decision = "approve" }, Token);

        using var second = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_high", new JsonObject { ["command"] = "x" })), Token);
        (await second.ResultAsync(Token)).Text().ShouldBe("done: x");
    }

    [Fact]
    public async Task Limits_AreTheSameForRestAndMcp()
    {
        var http = _host.Http("key-amy");
        for (var i = 0; i < 35; i++)
        {
            using var call = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_low", [])), Token);
            await _host.Agent("key-amy").CallAsync("probe_low", Arguments.Call(new { }), Token);
        }

        using var over = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_low", [])), Token);
        (await over.ResultAsync(Token)).Text().ShouldContain("retry_after_seconds");
        _low.Runs.ShouldBe(70);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 400 && !await condition(); i++)
        {
            await Task.Delay(25, Token);
        }

        (await condition()).ShouldBeTrue();
    }
}
