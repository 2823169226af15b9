using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using LocalAi.Tests.AgentApi.Mcp;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>Every input through both front doors: refused, audited, nothing changed, nothing said about the machine.</summary>
[SupportedOSPlatform("linux")]
public sealed class HeldOutToolTests(PostgresServer postgres) : IAsyncLifetime
{
    private HostileWorkspace _ws = null!;
    private long _audited;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _ws = await HostileWorkspace.StartAsync(postgres, Token);

    public ValueTask DisposeAsync() => _ws.DisposeAsync();

    [Theory]
    [InlineData("traversal")]
    [InlineData("links")]
    [InlineData("writes")]
    [InlineData("arguments")]
    [InlineData("search")]
    [InlineData("git")]
    public async Task Input_IsRefusedAudited_AndChangesNothing(string group)
    {
        var inputs = HeldOutInputs.Of(group).ToList();
        var before = _ws.Everything();
        using var http = _ws.Host.Http("key-amy");
        List<string> wrong = [];
        foreach (var input in inputs)
        {
            var arguments = _ws.Fill(input.Arguments);
            await JudgeAsync(input, "rest", await RestAsync(http, input.Tool, arguments), wrong);
            await JudgeAsync(input, "mcp", await McpAsync(http, input.Tool, arguments), wrong);
        }

        wrong.ShouldBeEmpty();
        _ws.Everything().ShouldBe(before);
        (await _ws.Host.Agent().VerifyAuditAsync(Token)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task Inputs_AreManyAndDifferent()
    {
        await Task.Yield();
        var all = new[] { "traversal", "links", "writes", "arguments", "search", "git" }.SelectMany(HeldOutInputs.Of).ToList();

        all.Count.ShouldBeGreaterThanOrEqualTo(80);
        all.Select(i => i.Tool + i.Arguments).ShouldBeUnique();
    }

    private async Task JudgeAsync(HeldOutInput input, string door, (bool Refused, string Said) answer, List<string> wrong)
    {
        var what = $"{door}: {input.Tool} {input.Name}: {(answer.Said.Length > 400 ? answer.Said[..400] : answer.Said)}";
        if (!answer.Refused)
        {
            wrong.Add("not refused: " + what);
        }

        if (answer.Said.Contains(_ws.Outside, StringComparison.Ordinal) || answer.Said.Contains(HostileWorkspace.Secret, StringComparison.Ordinal) || answer.Said.Contains("   at ", StringComparison.Ordinal))
        {
            wrong.Add("says too much: " + what);
        }

        // What is no message cannot be anybody's attempt.
        if (answer.Said.StartsWith("400 ", StringComparison.Ordinal) && answer.Said.Contains("-32700", StringComparison.Ordinal))
        {
            return;
        }

        var row = (await _ws.Host.Agent().GetAuditAsync(null, 1, Token)).Entries.SingleOrDefault();
        if (row is null || row.Seq <= _audited)
        {
            wrong.Add("not audited: " + what);
        }
        else if (row.Outcome is "ok" or "failed" || row.User != "amy")
        {
            wrong.Add($"audited as {row.User} {row.Tool} {row.Outcome}: {what}");
        }

        _audited = row?.Seq ?? 0;
    }

    private static async Task<(bool Refused, string Said)> RestAsync(HttpClient http, string tool, string arguments)
    {
        using var body = new StringContent($$"""{"arguments":{{arguments}}}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"tools/{Uri.EscapeDataString(tool)}/call", UriKind.Relative), body, Token);
        var said = await response.Content.ReadAsStringAsync(Token);
        return (response.StatusCode is not HttpStatusCode.OK and < HttpStatusCode.InternalServerError, $"{(int)response.StatusCode} {said}");
    }

    private static async Task<(bool Refused, string Said)> McpAsync(HttpClient http, string tool, string arguments)
    {
        // Put together as text: a JSON library would refuse to write some of these.
        var message = $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":{{JsonSerializer.Serialize(tool)}},"arguments":{{arguments}},"""
            + $$"""  "_meta":{"io.modelcontextprotocol/protocolVersion":"{{McpWire.Stateless}}","io.modelcontextprotocol/clientCapabilities":{"""
            + "}}}}";
        using var response = await http.PostMcpAsync(message, Token, "mcp", ("MCP-Protocol-Version", McpWire.Stateless), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool));
        var answer = await response.MessageAsync(Token);
        var isError = answer.TryGetProperty("error", out _) || (answer.TryGetProperty("result", out var result) && result.TryGetProperty("isError", out var flag) && flag.GetBoolean());
        return (isError && response.StatusCode < HttpStatusCode.InternalServerError, $"{(int)response.StatusCode} {answer.GetRawText()}");
    }
}
