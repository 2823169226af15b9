using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>Lists, calls and sessions in both eras.</summary>
public sealed class McpHttpTests(McpHost mcp) : IClassFixture<McpHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_BothEras_GiveTheSame()
    {
        var http = mcp.NewUser();
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
        var http = mcp.NewUser();
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
        var http = mcp.NewUser();
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
        using var response = await mcp.NewUser().PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_low", new JsonObject { ["count"] = 77 })), Token);
        var result = await response.ResultAsync(Token);
        result.GetProperty("isError").GetBoolean().ShouldBeTrue();
        result.Text().ShouldContain("count must be at most 9");
    }

    [Fact]
    public async Task Session_OfAnotherUser_IsNotFound()
    {
        var session = await mcp.Host.Http("key-amy").InitializeAsync(Token);
        using var call = await mcp.Host.Http("key-ben").PostSessionAsync(session, McpWire.Request("tools/list"), Token);
        call.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await call.ErrorCodeAsync(Token)).ShouldBe(-32001);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "mcp") { Headers = { { "Mcp-Session-Id", session } } };
        using var deleted = await mcp.Host.Http("key-ben").SendAsync(delete, Token);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var own = await mcp.Host.Http("key-amy").PostSessionAsync(session, McpWire.Request("tools/list"), Token);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Session_Unknown_IsNotFound(string session)
    {
        using var response = await mcp.NewUser().PostSessionAsync(session, McpWire.Request("tools/list"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Session_Deleted_IsGone()
    {
        var http = mcp.NewUser();
        var session = await http.InitializeAsync(Token);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "mcp") { Headers = { { "Mcp-Session-Id", session } } };
        using var deleted = await http.SendAsync(delete, Token);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var after = await http.PostSessionAsync(session, McpWire.Request("ping"), Token);
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Call_SlowToolWithProgressToken_SendsSignsOfLife()
    {
        var parameters = McpWire.Call("probe_slow", new JsonObject { ["command"] = "short" });
        var message = McpWire.Modern("tools/call", parameters);
        message["params"]!["_meta"]!["progressToken"] = "p1";
        using var response = await mcp.NewUser().PostModernAsync(message, Token);
        var stream = await response.Content.ReadAsStringAsync(Token);
        stream.ShouldContain("notifications/progress");
        stream.ShouldContain("\"late\"");
    }

    [Fact]
    public async Task Limits_AreTheSameForRestAndMcp()
    {
        var http = mcp.Host.Http("key-amy");
        for (var i = 0; i < 35; i++)
        {
            using var call = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_low", [])), Token);
            await mcp.Host.Agent("key-amy").CallAsync("probe_low", Arguments.Call(new { }), Token);
        }

        using var over = await http.PostModernAsync(McpWire.Modern("tools/call", McpWire.Call("probe_low", [])), Token);
        (await over.ResultAsync(Token)).Text().ShouldContain("retry_after_seconds");
        mcp.Low.Runs.ShouldBe(70);
    }
}
