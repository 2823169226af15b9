using System.Net;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>Messages two readers could understand differently: none of them is answered with a result, runs a tool, or breaks the server.</summary>
public sealed class WireAttackTests : IAsyncLifetime
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private readonly ProbeTool _low = new("probe_low", Sensitivity.Low);
    private readonly ProbeTool _other = new("probe_other", Sensitivity.Low);
    private AgentHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _host = AgentHost.With(null, s => AgentHost.Add(s, _low, _other));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("""{"name":"probe_low","arguments":{},META,"name":"probe_other"}""")]
    [InlineData("""{"name":"probe_low","arguments":{"command":"a"},"arguments":{"command":"b"},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"command":"a","\u0063ommand":"b"},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"command":{"a":1,"a":2}},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{},META,"_meta":{}}""")]
    [InlineData("""{"name":["probe_low"],"arguments":{},META}""")]
    [InlineData("""{"name":{"name":"probe_low"},"arguments":{},META}""")]
    [InlineData("""{"name":null,"arguments":{},META}""")]
    [InlineData("""{"arguments":{},META}""")]
    [InlineData("""{"name":"probe_low ","arguments":{},META}""")]
    [InlineData("""{"name":"PROBE_LOW","arguments":{},META}""")]
    [InlineData("""{"name":"probe_low\u0000","arguments":{},META}""")]
    [InlineData("""{"name":"probe_low\u200b","arguments":{},META}""")]
    [InlineData("""{"name":"рrobe_low","arguments":{},META}""")]
    [InlineData("""{"name":"probe_low","arguments":[],META}""")]
    [InlineData("""{"name":"probe_low","arguments":"{}",META}""")]
    [InlineData("""{"name":"probe_low","arguments":7,META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"command":"\ud800"},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"\udc00":"x"},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"command":"x","unknown":1},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"count":1e400},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"count":-1},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"count":1.5},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"count":"1"},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"count":true},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"count":99999999999999999999999999},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"__proto__":{"command":"x"}},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{"$ref":"#"},META}""")]
    [InlineData("""{"name":"probe_low","arguments":{},"_meta":null}""")]
    [InlineData("""{"name":"probe_low","arguments":{},"_meta":[]}""")]
    [InlineData("""{"name":"probe_low","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{}}}""")]
    [InlineData("""{"name":"probe_low","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":20260728,"io.modelcontextprotocol/clientCapabilities":{}}}""")]
    [InlineData("""{"name":"probe_low","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]}}""")]
    [InlineData("""{"name":"probe_low","arguments":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}""")]
    [InlineData("""{"name":"probe_low","arguments":{},META,"requestState":7,"inputResponses":[]}""")]
    public async Task Call_ReadInTwoWays_RunsNothing(string parameters)
    {
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{parameters.Replace("META", Meta, StringComparison.Ordinal)}}}}""";
        using var response = await _host.Http().PostMcpAsync(body, Token, "mcp", ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "probe_low"));
        await NothingAsync(response);
    }

    [Theory]
    [InlineData("=?base64?cHJvYmVfbG93?=x")]
    [InlineData("=?BASE64?cHJvYmVfb3RoZXI=?=")]
    [InlineData("=?base64?cHJvYmVfb3RoZXI=?=")]
    [InlineData("=?base64??=")]
    [InlineData("=?base64?cHJvYmVfbG93")]
    [InlineData("=?base64?/////w==?=")]
    [InlineData("=?utf-8?B?cHJvYmVfbG93?=")]
    [InlineData("probe_low,probe_other")]
    [InlineData("probe_low;q=1")]
    [InlineData("\"probe_low\"")]
    [InlineData("probe%5flow")]
    [InlineData("Probe_Low")]
    [InlineData("probe_other")]
    [InlineData("*")]
    public async Task NameHeader_ThatDiffers_RunsNothing(string header)
    {
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"probe_low","arguments":{},{{{Meta}}}}}""";
        using var response = await _host.Http().PostMcpAsync(body, Token, "mcp", ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", header));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await NothingAsync(response);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"probe_low\",\"arguments\":{\"command\":\"\u00ff\"}}}", "latin1")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}", "utf-16")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}", "utf-32")]
    public async Task Body_NotInUtf8_IsRefused(string body, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "mcp") { Content = new ByteArrayContent(Encoding.GetEncoding(encoding).GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        using var response = await _host.Http().SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await NothingAsync(response);
    }

    [Theory]
    [InlineData("tools/probe_low%2fcall")]
    [InlineData("tools//probe_low/call")]
    [InlineData("tools/PROBE_LOW/call")]
    [InlineData("tools/probe_low%20/call")]
    [InlineData("tools/%e2%80%8bprobe_low/call")]
    [InlineData("tools/../tools/probe_nothing/call")]
    public async Task RestPath_ThatIsNoToolsPath_RunsNothing(string path)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await _host.Http().PostAsync(path, content, Token);
        ((int)response.StatusCode).ShouldBeInRange(400, 499);
        _low.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"arguments":{"\udc00":1}}""")]
    [InlineData("""{"arguments":{"command":"\ud800"}}""")]
    [InlineData("""{"arguments":{"command":"a","\u0063ommand":"b"}}""")]
    [InlineData("""{"arguments":{},"arguments":{}}""")]
    [InlineData("""{"arguments":{},"session_id":"\ud800"}""")]
    [InlineData("""{"arguments":{},"session_id":["a"]}""")]
    [InlineData("""{"arguments":{},"approval_id":"not-a-guid"}""")]
    [InlineData("""{"arguments":{},"approval_id":{}}""")]
    [InlineData("""{"arguments":{"count":0x1}}""")]
    [InlineData("""{"arguments":{'command':'x'}}""")]
    [InlineData("""{"arguments":{"command":"x",}}""")]
    [InlineData("""{"arguments":{}} {"arguments":{}}""")]
    [InlineData("""{"arguments":{/* a */}}""")]
    public async Task RestBody_ThatIsNoCall_RunsNothing(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host.Http().PostAsync("tools/probe_low/call", content, Token);
        ((int)response.StatusCode).ShouldBeInRange(400, 499);
        _low.Runs.ShouldBe(0);
    }

    [Theory]
    [InlineData("probe_low'; DROP TABLE agent.tool_calls; --")]
    [InlineData("../../etc/passwd")]
    [InlineData("probe_low\r\nX-Injected: 1")]
    [InlineData("<script>alert(1)</script>")]
    public async Task RateLimitUser_OfAnotherName_IsForAdminsOnly(string user)
    {
        using var response = await _host.Http("key-amy").GetAsync("rate-limits/probe_low?user_id=" + Uri.EscapeDataString(user), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.Contains("X-Injected").ShouldBeFalse();
    }

    private async Task NothingAsync(HttpResponseMessage response)
    {
        ((int)response.StatusCode).ShouldBeLessThan(500);
        var message = await response.MessageAsync(Token);
        (message.TryGetProperty("error", out _) || message.GetProperty("result").GetProperty("isError").ValueKind == JsonValueKind.True).ShouldBeTrue(message.GetRawText());
        (_low.Runs + _other.Runs).ShouldBe(0);
    }
}
