using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.HeldOut;

/// <summary>Ways to run a tool that needs a person's word without having it, or with somebody else's.</summary>
[SupportedOSPlatform("linux")]
public sealed class HeldOutApprovalTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Commit = """{"message":"x","working_dir":"repo"}""";

    private HostileWorkspace _ws = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _ws = await HostileWorkspace.StartAsync(postgres, Token);

    public ValueTask DisposeAsync() => _ws.DisposeAsync();

    [Fact]
    public async Task Approval_OfNobodyAndNothing_RunsNothing()
    {
        await RefusedAsync("key-amy", Body(Commit, Guid.NewGuid().ToString()));
        await RefusedAsync("key-amy", Body(Commit, Guid.Empty.ToString()));
        await RefusedAsync("key-amy", Body(Commit, "not-an-id"));
        await RefusedAsync("key-amy", Body(Commit, "' OR 1=1 --"));
        await RefusedAsync("key-amy", $$"""{"arguments":{{Commit}},"approval_id":true}""");
        await RefusedAsync("key-amy", $$"""{"arguments":{{Commit}},"approval_id":["{{Guid.NewGuid()}}"]}""");
    }

    [Fact]
    public async Task Approval_IsForThisCallerTheseArgumentsAndOnce()
    {
        var id = await AskAsync("key-amy", Commit);
        await RefusedAsync("key-amy", Body(Commit, id.ToString()));
        await RefusedAsync("key-bob", Body(Commit, id.ToString()));
        (await DecideAsync("key-bob", id, """{"decision":"approve"}""")).ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        (await DecideAsync("admin-eve", id, """{"decision":"APPROVE"}""")).ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync("admin-eve", id, """{"decision":["approve"]}""")).ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync("admin-eve", id, """{"decision":"approve","decision":"deny"}""")).ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync("admin-eve", Guid.NewGuid(), """{"decision":"approve"}""")).ShouldBe(HttpStatusCode.NotFound);
        (await DecideAsync("admin-eve", id, """{"decision":"approve"}""")).ShouldBe(HttpStatusCode.OK);
        (await DecideAsync("admin-eve", id, """{"decision":"deny"}""")).ShouldBe(HttpStatusCode.Conflict);

        // Approved for amy and x: neither for bob nor for y, nor in a session, nor for another tool.
        await RefusedAsync("key-bob", Body(Commit, id.ToString()));
        await RefusedAsync("key-amy", Body("""{"message":"y","working_dir":"repo"}""", id.ToString()));
        await RefusedAsync("key-amy", Body("""{"message":"x ","working_dir":"repo"}""", id.ToString()));
        await RefusedAsync("key-amy", Body("""{"command":"x"}""", id.ToString()), "execute_bash");
        await RefusedAsync("key-amy", $$"""{"arguments":{{Commit}},"approval_id":"{{id}}","session_id":"other"}""");

        using var http = _ws.Host.Http("key-amy");
        using var add = await PostAsync(http, "git_add", """{"arguments":{"paths":["file.txt"],"working_dir":"repo"}}""");
        add.StatusCode.ShouldBe(HttpStatusCode.OK, await add.Content.ReadAsStringAsync(Token));
        using var run = await PostAsync(http, "git_commit", Body(Commit, id.ToString()));
        run.StatusCode.ShouldBe(HttpStatusCode.OK, await run.Content.ReadAsStringAsync(Token));
        await RefusedAsync("key-amy", Body(Commit, id.ToString()));
    }

    [Fact]
    public async Task Approval_Denied_StaysDenied()
    {
        var id = await AskAsync("key-amy", Commit);
        (await DecideAsync("admin-eve", id, """{"decision":"deny","reason":"no\u001b[31m"}""")).ShouldBe(HttpStatusCode.OK);

        await RefusedAsync("key-amy", Body(Commit, id.ToString()));
        (await DecideAsync("admin-eve", id, """{"decision":"approve"}""")).ShouldBe(HttpStatusCode.Conflict);
        await RefusedAsync("key-amy", Body(Commit, id.ToString()));
    }

    [Theory]
    [InlineData("""{"decision":"approve","remember":true,"pattern":"*"}""")]
    [InlineData("""{"decision":"approve","remember":true,"pattern":""}""")]
    [InlineData("""{"decision":"approve","remember":true,"pattern":"**"}""")]
    public async Task Approval_RememberedForEverything_IsNotTaken(string decision)
    {
        var id = await AskAsync("key-amy", """{"command":"ls"}""", "execute_bash", "s1");

        (await DecideAsync("admin-eve", id, decision)).ShouldBe(HttpStatusCode.BadRequest);
        await RefusedAsync("key-amy", """{"arguments":{"command":"touch PWNED"},"session_id":"s1"}""", "execute_bash");
    }

    private static string Body(string arguments, string approval) => $$"""{"arguments":{{arguments}},"approval_id":{{JsonSerializer.Serialize(approval)}}}""";

    private async Task<Guid> AskAsync(string key, string arguments, string tool = "git_commit", string? session = null)
    {
        using var http = _ws.Host.Http(key);
        using var response = await PostAsync(http, tool, session is null ? $$"""{"arguments":{{arguments}}}""" : $$"""{"arguments":{{arguments}},"session_id":"{{session}}"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Token));
        return Guid.Parse(response.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>Not run: asked for again, refused, or not understood; nothing in the workspaces has changed.</summary>
    private async Task RefusedAsync(string key, string body, string tool = "git_commit")
    {
        var before = _ws.Everything();
        using var http = _ws.Host.Http(key);
        using var response = await PostAsync(http, tool, body);
        var said = await response.Content.ReadAsStringAsync(Token);
        ((int)response.StatusCode is 202 or (>= 400 and < 500)).ShouldBeTrue($"{(int)response.StatusCode} for {body}: {said}");
        said.ShouldNotContain(_ws.Outside);
        _ws.Everything().ShouldBe(before);
    }

    private async Task<HttpStatusCode> DecideAsync(string key, Guid id, string body)
    {
        using var http = _ws.Host.Http(key);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"approvals/{id}", UriKind.Relative), content, Token);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string tool, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(new Uri($"tools/{tool}/call", UriKind.Relative), content, Token);
    }
}
