using System.Text.Json;

namespace LocalAi.Tests.Cli;

public sealed class AskTests : IAsyncLifetime
{
    private FakeLocalAi _fake = null!;

    private string LastBody => _fake.Requests.Last().Body;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task A_question_prints_the_answer_and_nothing_else_in_a_pipe()
    {
        _fake.OnChat("**안녕**", "하세요 `x`");
        var result = await AiProcess.RunAsync(_fake, "hello", "there");
        result.ShouldSucceed();
        result.Out.ShouldBe("**안녕**하세요 `x`\n");
        result.Error.ShouldBeEmpty();
        using var sent = JsonDocument.Parse(LastBody);
        sent.RootElement.GetProperty("model").GetString().ShouldBe("auto");
        sent.RootElement.GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe("hello there");
    }

    [Fact]
    public async Task Each_piece_is_shown_when_it_comes()
    {
        var more = new TaskCompletionSource();
        _fake.On("POST /v1/chat/completions", async context =>
        {
            await FakeLocalAi.SendChunkAsync(context, "first");
            await more.Task;
            await FakeLocalAi.SendChunkAsync(context, " second");
            await FakeLocalAi.SendAsync(context, "data: [DONE]\n\n");
        });
        await using var ai = AiProcess.Start(_fake, [], "q", "--chat");
        var ending = ai.EndAsync();
        await ai.ShowsAsync("first");
        ai.Out.ShouldBe("first");
        more.SetResult();
        (await ending).Out.ShouldBe("first second\n");
    }

    [Fact]
    public async Task Piped_text_goes_along_with_the_question()
    {
        _fake.OnChat("ok");
        (await AiProcess.RunAsync(_fake, "diff --git a b\n+줄\n", [], "review")).ShouldSucceed();
        using var sent = JsonDocument.Parse(LastBody);
        sent.RootElement.GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe("review\n\ndiff --git a b\n+줄");
    }

    [Fact]
    public async Task Options_reach_the_gateway()
    {
        _fake.OnChat("ok");
        (await AiProcess.RunAsync(_fake, "--code", "-s", "short", "-t", "0.5", "--max-tokens", "9", "--", "-x")).ShouldSucceed();
        using var sent = JsonDocument.Parse(LastBody);
        var root = sent.RootElement;
        root.GetProperty("model").GetString().ShouldBe("code-7b");
        root.GetProperty("temperature").GetDouble().ShouldBe(0.5);
        root.GetProperty("max_tokens").GetInt32().ShouldBe(9);
        root.GetProperty("messages")[0].GetProperty("role").GetString().ShouldBe("system");
        root.GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("-x");
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("[suggest]")]
    [InlineData("what about status")]
    public async Task Words_that_look_like_something_else_are_a_question(string question)
    {
        _fake.OnChat("ok");
        (await AiProcess.RunAsync(_fake, question.Split(' '))).ShouldSucceed();
        LastBody.ShouldContain(question);
    }

    [Fact]
    public async Task No_stream_and_json()
    {
        _fake.OnJson("POST /v1/chat/completions", """{"model":"chat-7b","choices":[{"index":0,"message":{"role":"assistant","content":"네"},"finish_reason":"stop"}]}""");
        (await AiProcess.RunAsync(_fake, "q", "--no-stream")).Out.ShouldBe("네\n");
        var result = await AiProcess.RunAsync(_fake, "q", "--no-stream", "--json");
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("answer").GetString().ShouldBe("네");
        json.RootElement.GetProperty("finish_reason").GetString().ShouldBe("stop");
        result.Out.ShouldContain("네");
    }

    [Fact]
    public async Task Nothing_listens()
    {
        var result = await AiProcess.RunAsync(null, "hello", "--gateway", "http://127.0.0.1:9");
        result.ShouldFail(3, "does not answer at http://127.0.0.1:9/");
        result.Error.ShouldContain("dotnet run --project AppHost");
    }

    [Fact]
    public async Task No_model_says_what_the_gateway_says()
    {
        _fake.OnJson("POST /v1/chat/completions", """{"error":{"message":"No model. Put a GGUF into models/.","code":"no_upstream"}}""", 503);
        (await AiProcess.RunAsync(_fake, "q")).ShouldFail(4, "Put a GGUF into models/.");
        (await AiProcess.RunAsync(_fake, "q", "--no-stream")).ShouldFail(4, "Put a GGUF into models/.");
    }

    [Fact]
    public async Task Unknown_model()
    {
        _fake.OnJson("POST /v1/chat/completions", """{"error":{"message":"There is no model gpt-9.","code":"model_not_found"}}""", 404);
        (await AiProcess.RunAsync(_fake, "q", "--model", "gpt-9")).ShouldFail(4, "There is no model gpt-9.");
    }

    [Fact]
    public async Task Too_many_requests_says_when_to_retry()
    {
        _fake.OnJson("POST /v1/chat/completions", """{"error":{"message":"Queue full."}}""", 429, retryAfter: "7");
        (await AiProcess.RunAsync(_fake, "q")).ShouldFail(1, "Try again in 7 s.");
    }

    [Fact]
    public async Task A_cut_stream_keeps_what_came_and_fails()
    {
        var shown = new TaskCompletionSource();
        _fake.On("POST /v1/chat/completions", async context =>
        {
            await FakeLocalAi.SendChunkAsync(context, "half");
            await shown.Task;
            context.Abort();
        });
        await using var ai = AiProcess.Start(_fake, [], "q");
        var ending = ai.EndAsync();
        await ai.ShowsAsync("half");
        shown.SetResult();
        var result = await ending;
        result.ShouldFail(1, "ai: ");
        result.Out.ShouldBe("half\n");
    }

    [Fact]
    public async Task A_stream_without_its_end_fails()
    {
        _fake.On("POST /v1/chat/completions", context => FakeLocalAi.SendChunkAsync(context, "half"));
        (await AiProcess.RunAsync(_fake, "q")).ShouldFail(1, "before the answer was complete");
    }

    [Theory]
    [InlineData("data: {\"choices\": 7\n\n")]
    [InlineData("data: <html>\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"The model fell over.\"}}\n\n")]
    public async Task A_garbled_stream_fails(string sent)
    {
        _fake.On("POST /v1/chat/completions", context => FakeLocalAi.SendAsync(context, sent));
        (await AiProcess.RunAsync(_fake, "q")).ShouldFail(1, "ai: ");
    }

    [Fact]
    public async Task Interrupt_stops_the_model()
    {
        _fake.On("POST /v1/chat/completions", async context =>
        {
            await FakeLocalAi.SendChunkAsync(context, "begin");
            await _fake.UntilAbortedAsync(context);
        });
        await using var ai = AiProcess.Start(_fake, [], "q");
        var ending = ai.EndAsync();
        await ai.ShowsAsync("begin");
        ai.Interrupt();
        (await ending).ExitCode.ShouldBe(130);
        await _fake.Aborted.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Interrupt_while_the_pipe_is_still_open()
    {
        await using var ai = AiProcess.Start(_fake, [], "q");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        ai.Interrupt();
        (await ai.EndAsync()).ExitCode.ShouldBe(130);
        _fake.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_a_megabyte_of_input_is_refused() =>
        (await AiProcess.RunAsync(_fake, new string('x', 1024 * 1024 + 1), [], "q")).ShouldFail(2, "longer than 1024 KB");

    [Theory]
    [InlineData("no question")]
    [InlineData("exclude each other", "q", "--code", "--chat")]
    [InlineData("exclude each other", "q", "--rag", "--index")]
    [InlineData("goes from 0 to 2", "q", "-t", "3")]
    [InlineData("goes from 0 to 2", "q", "-t", "NaN")]
    [InlineData("starts at 1", "q", "--max-tokens", "0")]
    [InlineData("no option --nope", "q", "--nope")]
    [InlineData("many", "q", "--max-tokens", "many")]
    [InlineData("which is not an address", "q", "--gateway", "localhost:8000")]
    [InlineData("There is no", "--index", "/no/such/folder")]
    [InlineData("needs a folder", "--index")]
    [InlineData("knows no 'colour'", "--rag", "q", "-f", "colour=red")]
    [InlineData("not a date", "--rag", "q", "-f", "after=soon")]
    [InlineData("goes from 1 to 50", "--rag", "q", "--top", "51")]
    [InlineData("not a JSON object", "--mcp", "read_file", "--mcp-args", "[]")]
    [InlineData("is not JSON", "--mcp", "read_file", "--mcp-args", "{")]
    [InlineData("Required argument missing", "keys", "create")]
    [InlineData("bogus", "collections", "bogus")]
    public async Task A_wrong_command_line_is_exit_code_2(string message, params string[] arguments) =>
        (await AiProcess.RunAsync(_fake, "", [("LOCALAI_GATEWAY", "")], arguments)).ShouldFail(2, message);

    [Fact]
    public async Task The_key_of_the_environment_is_sent()
    {
        _fake.OnChat("ok");
        await AiProcess.RunAsync(_fake, "", [("LOCALAI_API_KEY", "sk-local-test")], "q");
        _fake.Requests.Last().Authorization.ShouldBe("Bearer sk-local-test");
    }
}
