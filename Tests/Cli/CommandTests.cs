namespace LocalAi.Tests.Cli;

public sealed class CommandTests : IAsyncLifetime
{
    private const string Approval =
        """{"id":"33333333-3333-3333-3333-333333333333","user":"default","tool":"execute_bash","sensitivity":"high","arguments":{"command":"ls"},"reason":"HIGH needs a person.","status":"pending","created_at":"2026-01-01T00:00:00Z","expires_at":"2026-01-01T00:05:00Z"}""";

    private FakeLocalAi _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task A_new_key_stands_alone_on_standard_output()
    {
        _fake.OnJson("POST /api/keys", """{"key":"sk-local-abc","entry":{"id":"7","name":"laptop","user":"default","role":"user","prefix":"sk-local-a","created_at":"2026-01-01T00:00:00Z"}}""");
        var result = await AiProcess.RunAsync(_fake, "keys", "create", "laptop", "--requests-per-minute", "60");
        result.ShouldSucceed();
        result.Out.ShouldBe("sk-local-abc\n");
        result.Error.ShouldContain("never shown again");
        _fake.Requests.Last().Body.ShouldContain("\"requests_per_minute\":60");
    }

    [Fact]
    public async Task Models_are_listed_and_chosen()
    {
        _fake.OnJson("GET /api/models", """{"models":[{"id":"chat-7b","ready":false,"upstreams":[{"upstream":"llm","model":"m.gguf","state":"missing","detail":"no such file"}]}]}""");
        _fake.OnJson("GET /v1/models", """{"data":[{"id":"chat-7b"}]}""");
        (await AiProcess.RunAsync(_fake, "models")).Out.ShouldContain("missing: no such file");
        (await AiProcess.RunAsync(_fake, "models", "use", "gpt-9")).ShouldFail(4, "There is no model gpt-9");
        (await AiProcess.RunAsync(_fake, "models", "pull", "x")).ShouldFail(1, "Put a .gguf file into");
    }

    [Fact]
    public async Task A_tool_is_called()
    {
        _fake.OnJson("POST /tools/read_file/call", """{"status":"ok","tool":"read_file","text":"content"}""");
        (await AiProcess.RunAsync(_fake, "--mcp", "read_file", "--mcp-args", """{"path":"a"}""")).Out.ShouldBe("content\n");
        _fake.Requests.Last().Body.ShouldBe("""{"arguments":{"path":"a"}}""");
    }

    [Fact]
    public async Task A_tool_that_needs_approval_says_how_to_give_it()
    {
        _fake.OnJson("POST /tools/execute_bash/call", $$"""{"status":"approval_required","tool":"execute_bash","approval":{{Approval}}}""", 202);
        (await AiProcess.RunAsync(_fake, "--mcp", "execute_bash")).ShouldFail(1, "ai approvals approve 33333333-");
    }

    [Fact]
    public async Task Approvals_are_listed_and_answered()
    {
        _fake.OnJson("GET /approvals", $$"""{"approvals":[{{Approval}}]}""");
        _fake.OnJson("POST /approvals/33333333-3333-3333-3333-333333333333", Approval.Replace("pending", "denied", StringComparison.Ordinal));
        (await AiProcess.RunAsync(_fake, "approvals")).Out.ShouldContain("HIGH needs a person.");
        var denied = await AiProcess.RunAsync(_fake, "approvals", "deny", "33333333-3333-3333-3333-333333333333", "--reason", "no");
        denied.Out.ShouldBe("execute_bash: denied\n");
        _fake.Requests.Last().Body.ShouldContain("\"decision\":\"deny\"");
    }

    [Fact]
    public async Task Doctor_names_a_fix_for_everything_it_finds()
    {
        var result = await AiProcess.RunAsync(null, "doctor", "--gateway", "http://127.0.0.1:9");
        result.ExitCode.ShouldBe(1);
        result.Out.ShouldContain("FAIL  host");
        result.Out.ShouldContain("→ dotnet run --project AppHost");
        result.Out.ShouldContain("ok    .NET SDK");
    }
}
