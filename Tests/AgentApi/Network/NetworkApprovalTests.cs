using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Errors;
using LocalAi.Tests.AgentApi.Mcp;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Network;

/// <summary>A call gets the network when somebody approved exactly that call with it, and never otherwise.</summary>
public sealed class NetworkApprovalTests(NetworkHost net) : IClassFixture<NetworkHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Question_SaysThatTheNetworkIsWanted_EverywhereItIsShown()
    {
        var asked = await net.Host.Agent().CallAsync("execute_bash", Arguments.Call(new { command = "echo shown", network = true }, "shown"), Token);
        asked.Approval!.Reason.ShouldContain("wants network");
        (await net.Host.Agent().ListApprovalsAsync("pending", Token)).Approvals.Single(a => a.Id == asked.Approval.Id).Reason.ShouldContain("wants network");
        var page = await net.Host.Http().GetStringAsync("ui/approvals", Token);
        page.ShouldContain("wants network");
        page.ShouldNotContain("Approve for this session");

        var call = McpWire.Call("execute_bash", new JsonObject { ["command"] = "echo shown", ["network"] = true });
        using var elicited = await net.Host.Http().PostModernAsync(McpWire.Modern("tools/call", call, new JsonObject { ["elicitation"] = new JsonObject() }), Token);
        var question = (await elicited.ResultAsync(Token)).GetProperty("inputRequests").GetRawText();
        question.ShouldContain("wants network");
        question.ShouldNotContain("approve for this session");
    }

    [Fact]
    public async Task Approval_WithoutNetwork_IsNoneForTheSameCallWithIt_NorTheOtherWayRound()
    {
        var agent = net.Host.Agent();
        var plain = await AskAsync(new { command = "echo hash" }, null);
        await agent.DecideAsync(plain.Id, new ApprovalDecision { Decision = "approve" }, Token);
        var wide = await agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo hash", network = true }), Token);
        wide.Status.ShouldBe("approval_required");
        (await Should.ThrowAsync<ApiException>(() => agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo hash", network = true }, approval: plain.Id), Token))).Code.ShouldBe("approval_refused");

        await agent.DecideAsync(wide.Approval!.Id, new ApprovalDecision { Decision = "approve" }, Token);
        (await Should.ThrowAsync<ApiException>(() => agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo other", network = true }, approval: wide.Approval.Id), Token))).Code.ShouldBe("approval_refused");
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo hash", network = true }), Token)).Status.ShouldBe("ok");
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo hash", network = true }), Token)).Status.ShouldBe("approval_required");
    }

    [Theory]
    [InlineData("echo remembered", null)]
    [InlineData("echo wide 1", "echo wide *")]
    public async Task Remembered_WithoutNetwork_DoesNotWiden(string command, string? pattern)
    {
        var agent = net.Host.Agent();
        var asked = await AskAsync(new { command }, "remembers");
        await agent.DecideAsync(asked.Id, new ApprovalDecision { Decision = "approve", Remember = true, Pattern = pattern }, Token);
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command }, "remembers"), Token)).Status.ShouldBe("ok");
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command }, "remembers"), Token)).Status.ShouldBe("ok");
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command, network = false }, "remembers"), Token)).Status.ShouldBe("ok");

        var wide = await agent.CallAsync("execute_bash", Arguments.Call(new { command, network = true }, "remembers"), Token);
        wide.Status.ShouldBe("approval_required");
        (await Should.ThrowAsync<ApiException>(() => agent.DecideAsync(wide.Approval!.Id, new ApprovalDecision { Decision = "approve", Remember = true, Pattern = pattern }, Token))).Status.ShouldBe(HttpStatusCode.BadRequest);
        using var form = new FormUrlEncodedContent([new("decision", "remember")]);
        using var page = await net.Host.Http().PostAsync($"ui/approvals/{wide.Approval!.Id}", form, Token);
        page.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command, network = true }, "remembers"), Token)).Status.ShouldBe("approval_required");
    }

    [Fact]
    public async Task Elicited_RememberedForNetwork_ApprovesNothing()
    {
        var http = net.Host.Http();
        var session = await http.InitializeAsync(Token);
        session.ShouldNotBeEmpty();
        var capabilities = new JsonObject { ["elicitation"] = new JsonObject() };
        using var asked = await http.PostModernAsync(McpWire.Modern("tools/call", Call(), (JsonObject)capabilities.DeepClone()), Token);
        var again = Call();
        again["requestState"] = (await asked.ResultAsync(Token)).GetProperty("requestState").GetString()!;
        again["inputResponses"] = JsonNode.Parse("""{"approval":{"action":"accept","content":{"decision":"approve for this session"}}}""");
        using var answered = await http.PostModernAsync(McpWire.Modern("tools/call", again, capabilities), Token);
        (await answered.ResultAsync(Token)).GetProperty("resultType").GetString().ShouldBe("input_required");

        static JsonObject Call() => McpWire.Call("execute_bash", new JsonObject { ["command"] = "echo elicited", ["network"] = true });
    }

    [Theory]
    [InlineData("\"yes\"")]
    [InlineData("\"true\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("[true]")]
    [InlineData("{\"all\":true}")]
    public async Task Network_NotABoolean_NamesTheField(string value)
    {
        foreach (var (tool, own) in (IEnumerable<(string, string)>)[("execute_bash", "\"command\":\"id\""), ("execute_python", "\"code\":\"1\""), ("run_command", "\"program\":\"id\"")])
        {
            using var body = new StringContent("{\"arguments\":{" + own + ",\"network\":" + value + "}}", Encoding.UTF8, "application/json");
            using var response = await net.Host.Http().PostAsync($"tools/{tool}/call", body, Token);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync(Token)).ShouldContain("network must be ");
        }
    }

    [Fact]
    public async Task Audit_TellsOfTheNetwork()
    {
        var url = net.Site.Page("/audited", "x");
        await net.BashAsync($"curl -s {url}; curl -s http://127.0.0.1:{net.Trap.Port}/");
        var row = (await net.Host.Agent().GetAuditAsync(null, 5, Token)).Entries.First(e => e.Outcome == "ok");
        row.Arguments.GetProperty("network").GetBoolean().ShouldBeTrue();
        row.ApprovalId.ShouldNotBeNull();
        row.Detail!.ShouldContain($"reached 127.0.0.1:{net.Site.Port}");
        row.Detail!.ShouldContain("not a public address");
        (await net.Host.Agent().VerifyAuditAsync(Token)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task AfterNetwork_TheSessionIsTainted()
    {
        var agent = net.Host.Agent();
        var asked = await AskAsync(new { command = "echo before" }, "tainted");
        await agent.DecideAsync(asked.Id, new ApprovalDecision { Decision = "approve", Remember = true }, Token);
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo before" }, "tainted"), Token)).Status.ShouldBe("ok");
        (await agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo before" }, "tainted"), Token)).Status.ShouldBe("ok");

        await net.ApprovedAsync("execute_bash", new { command = "true", network = true }, "tainted");

        var after = await agent.CallAsync("execute_bash", Arguments.Call(new { command = "echo before" }, "tainted"), Token);
        after.Status.ShouldBe("approval_required");
        after.Approval!.Reason.ShouldContain("untrusted content from execute_bash");
    }

    [Fact]
    public async Task TurnedOff_IsSaidBeforeAnybodyIsAsked()
    {
        await using var off = await net.StartAsync(("Agent:Sandbox:Network", "off"));
        var refused = await Should.ThrowAsync<ApiException>(() => off.Agent().CallAsync("execute_bash", Arguments.Call(new { command = "id", network = true }), Token));
        refused.Message.ShouldContain("Agent:Sandbox:Network");
        (await off.Agent().ListApprovalsAsync(null, Token)).Approvals.ShouldBeEmpty();
        (await off.Agent().CallAsync("execute_bash", Arguments.Call(new { command = "id" }), Token)).Status.ShouldBe("approval_required");
    }

    [Theory]
    [InlineData("bash", "curl https://example.com")]
    [InlineData("bash", "git -C x fetch origin")]
    [InlineData("bash", "pip install requests")]
    [InlineData("bash", "ssh example.com")]
    [InlineData("bash", "cat < /dev/tcp/1.1.1.1/80")]
    [InlineData("bash", "mytool https://example.com/x")]
    [InlineData("python", "import urllib.request")]
    [InlineData("python", "import socket")]
    [InlineData("python", "fetch('https://example.com')")]
    [InlineData("python", "import asyncio\nasyncio.open_connection('example.com', 80)")]
    public async Task Validate_TouchesTheNetwork_SaysWhatTheCallNeeds(string language, string code)
    {
        var answer = await ValidateAsync(language, code);
        answer.NeedsNetwork.ShouldBeTrue();
        answer.Reasons.ShouldContain(r => r.Contains("network: true", StringComparison.Ordinal) || r.Contains("by HTTP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash", "git log --oneline")]
    [InlineData("bash", "echo 'curl example.com' | wc -c")]
    [InlineData("python", "import asyncio, json")]
    public async Task Validate_LocalOnly_NeedsNone(string language, string code)
    {
        var answer = await ValidateAsync(language, code);
        answer.NeedsNetwork.ShouldBeFalse(string.Join(' ', answer.Network));
    }

    private async Task<ValidateResponse> ValidateAsync(string language, string code)
    {
        using var response = await net.Host.Http().PostAsJsonAsync("security/validate", new { language, code }, Token);
        return (await response.Content.ReadFromJsonAsync<ValidateResponse>(LocalAi.AgentApi.Tools.ToolJson.Options, Token))!;
    }

    private async Task<ApprovalEntry> AskAsync(object arguments, string? session)
    {
        var asked = await net.Host.Agent().CallAsync("execute_bash", Arguments.Call(arguments, session), Token);
        asked.Status.ShouldBe("approval_required");
        return asked.Approval!;
    }
}
