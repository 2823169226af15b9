using System.Net;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>What never reaches the MCP server: messages, headers, hosts and origins that are refused at the door.</summary>
public sealed class McpRefusalTests(McpHost mcp) : IClassFixture<McpHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
        using var response = await mcp.NewUser().PostMcpAsync(body, Token);
        response.StatusCode.ShouldBe(status);
        (await response.ErrorCodeAsync(Token)).ShouldBe(code);
        (mcp.Low.Runs + mcp.High.Runs).ShouldBe(0, "nothing of this class runs a tool");
    }

    [Fact]
    public async Task Post_TooDeepOrTooLarge_IsRefused()
    {
        using var deep = await mcp.NewUser().PostMcpAsync("""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":""" + new string('[', 80) + new string(']', 80) + "}}", Token);
        (await deep.ErrorCodeAsync(Token)).ShouldBe(-32700);
        using var large = await mcp.NewUser().PostMcpAsync("""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":" """ + new string('x', 5 << 20) + "\"}}", Token);
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
        using var response = await mcp.NewUser().SendAsync(request, Token);
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

        using var response = await mcp.NewUser().PostMcpAsync(McpWire.Modern(bodyMethod, McpWire.Call(bodyName, [])).ToJsonString(), Token, "mcp", [.. headers]);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ErrorCodeAsync(Token)).ShouldBe(-32020);
        (mcp.Low.Runs + mcp.High.Runs).ShouldBe(0, "nothing of this class runs a tool");
    }

    [Fact]
    public async Task Post_HeaderTwice_IsRefused()
    {
        using var response = await mcp.NewUser().PostMcpAsync(
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
        using var response = await mcp.NewUser().PostMcpAsync(McpWire.Request("tools/list").ToJsonString(), Token, "mcp", ("MCP-Protocol-Version", revision));
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
        using var response = await mcp.NewUser().PostModernAsync(McpWire.Modern(method), Token);
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
            using var response = await mcp.NewUser().SendAsync(request, Token);
            ((int)response.StatusCode).ShouldBeOneOf(400, 403);
        }
    }

    [Fact]
    public async Task Get_OfTheStatelessRevision_IsNotAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "mcp") { Headers = { { "MCP-Protocol-Version", McpWire.Stateless }, { "Accept", "text/event-stream" } } };
        using var response = await mcp.NewUser().SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }
}
