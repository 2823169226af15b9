using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using LocalAi.Contracts.Agent;
using LocalAi.Tests.AgentApi.Mcp;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>Bodies and headers no client library would send: answered as the sender's fault, and the service goes on.</summary>
[SupportedOSPlatform("linux")]
public sealed class HeldOutWireTests(HostileHost host) : IClassFixture<HostileHost>
{
    private const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;

    private readonly HostileWorkspace _ws = host.Workspace;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Bodies => new()
    {
        { "duplicate argument", """{"path":"a.txt","path":"../ws-evil/secret"}""" },
        { "duplicate argument, one escaped", """{"path":"a.txt","\u0070ath":"../ws-evil/secret"}""" },
        { "trailing comma", """{"path":"a.txt",}""" },
        { "comment", """{"path":"a.txt"/* x */}""" },
        { "single quotes", "{'path':'a.txt'}" },
        { "not a number", """{"path":"a.txt","limit":NaN}""" },
        { "infinity", """{"path":"a.txt","limit":Infinity}""" },
        { "hexadecimal", """{"path":"a.txt","limit":0x10}""" },
        { "plus sign", """{"path":"a.txt","limit":+1}""" },
        { "unfinished", """{"path":"a.txt" """ },
        { "depth", new string('[', 2000) + new string(']', 2000) },
        { "depth of objects", string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500) },
        { "raw control character", "{\"path\":\"a\u0001.txt\"}" },
        { "raw line feed", "{\"path\":\"a\n.txt\"}" },
        { "half a character", """{"path":"\udfff.txt"}""" },
        { "two values", """{"path":"a.txt"}{"path":"b.txt"}""" },
        { "a text", "\"a.txt\"" },
        { "a number", "7" },
        { "a list", """["a.txt"]""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Arguments_NoJsonTextOfAnObject_AreRefusedAtBothDoors(string name, string arguments)
    {
        using var http = _ws.Host.Http("key-amy");
        using var rest = await PostAsync(http, "tools/read_file/call", Text($$"""{"arguments":{{arguments}}}"""));
        using var mcp = await http.PostMcpAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read_file","arguments":{{arguments}},{{Meta}}""" + "}}", Token, "mcp",
            ("MCP-Protocol-Version", McpWire.Stateless), ("Mcp-Method", "tools/call"), ("Mcp-Name", "read_file"));

        await RefusedAsync(name, rest);
        var said = await mcp.Content.ReadAsStringAsync(Token);
        ((int)mcp.StatusCode).ShouldBeLessThan(500, $"{name}: {said}");
        (said.Contains("\"error\"", StringComparison.Ordinal) || said.Contains("\"isError\":true", StringComparison.Ordinal)).ShouldBeTrue($"{name}: {said}");
        said.ShouldNotContain(HostileWorkspace.Secret);
        await StillAliveAsync(http);
    }

    [Theory]
    [InlineData("text/plain", """{"arguments":{"path":"a.txt"}}""")]
    [InlineData("application/x-www-form-urlencoded", "arguments=%7B%22path%22%3A%22a.txt%22%7D")]
    [InlineData("application/xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\ncontent-disposition: form-data; name=\"arguments\"\r\n\r\n{}\r\n--x--")]
    public async Task Body_OfAnotherType_IsRefusedAtBothDoors(string type, string body)
    {
        using var http = _ws.Host.Http("key-amy");
        foreach (var path in (string[])["tools/read_file/call", "mcp"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var response = await PostAsync(http, path, content);
            await RefusedAsync($"{type} to {path}", response);
        }

        await StillAliveAsync(http);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"},{"jsonrpc":"2.0","id":2,"method":"tools/list"}]""")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/list"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":{"a":1},"method":"tools/list"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"tools/list"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":5}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":""}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":{"path":"a.txt"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"../../tools/call","params":{}}""")]
    public async Task Mcp_MessageOfAnotherShape_IsRefused(string body)
    {
        using var http = _ws.Host.Http("key-amy");
        foreach (var version in (string[])[McpWire.Stateless, "2025-11-25", "1999-01-01"])
        {
            using var response = await http.PostMcpAsync(body, Token, "mcp", ("MCP-Protocol-Version", version), ("Mcp-Method", "tools/list"));
            await RefusedAsync($"{version} {body}", response);
        }

        await StillAliveAsync(http);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Host", "localhost.evil.example:8020")]
    [InlineData("Host", "localhost@evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost.evil.example")]
    [InlineData("Origin", "http://127.0.0.1.evil.example")]
    [InlineData("Origin", "file://")]
    public async Task Caller_FromAnotherSite_IsRefusedEverywhere(string header, string value)
    {
        using var http = _ws.Host.Http("key-amy");
        foreach (var path in (string[])["tools/read_file/call", "mcp", "approvals/" + Guid.Empty])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Text("""{"arguments":{"path":"a.txt"}}""") };
            request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
            using var response = await http.SendAsync(request, Token);
            ((int)response.StatusCode).ShouldBeOneOf([400, 403, 421]);
            (await response.Content.ReadAsStringAsync(Token)).ShouldNotContain("hello");
        }
    }

    [Fact]
    public async Task Body_BeyondTheLimit_IsRefusedAtBothDoors()
    {
        using var http = _ws.Host.Http("key-amy");
        var body = """{"arguments":{"path":"big.txt","content":" """ + new string('x', 5 << 20) + "\"}}";
        using var rest = await PostAsync(http, "tools/write_file/call", Text(body));
        using var mcp = await http.PostMcpAsync(body, Token, "mcp", ("MCP-Protocol-Version", McpWire.Stateless), ("Mcp-Method", "tools/call"), ("Mcp-Name", "write_file"));

        ((int)rest.StatusCode).ShouldBeOneOf([400, 413]);
        ((int)mcp.StatusCode).ShouldBe(413);
        File.Exists(Path.Combine(_ws.Root, "big.txt")).ShouldBeFalse();
        await StillAliveAsync(http);
    }

    private static StringContent Text(string body) => new(body, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, HttpContent content) => http.PostAsync(new Uri(path, UriKind.Relative), content, Token);

    private async Task RefusedAsync(string what, HttpResponseMessage response)
    {
        var said = await response.Content.ReadAsStringAsync(Token);
        var status = (int)response.StatusCode;
        (status is >= 400 and < 500 || (status == 200 && said.Contains("\"error\"", StringComparison.Ordinal))).ShouldBeTrue($"{what}: {status} {said}");
        said.ShouldNotContain(_ws.Outside);
        said.ShouldNotContain(HostileWorkspace.Secret);
        said.ShouldNotContain("   at ");
    }

    private static async Task StillAliveAsync(HttpClient http) =>
        (await new AgentClient(http).CallAsync("read_file", Arguments.Call(new { path = "a.txt" }), Token)).Text.ShouldBe("hello\n");
}
