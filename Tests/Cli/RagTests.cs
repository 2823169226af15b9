using System.Text.Json;

namespace LocalAi.Tests.Cli;

public sealed class RagTests : IAsyncLifetime
{
    private const string Sources =
        """{"query_id":"11111111-1111-1111-1111-111111111111","retrieval":"lexical","notes":[],"sources":[{"n":1,"collection":"default","path":"localai/ports.md","heading":"Ports","line_start":5,"line_end":14,"quote":"gateway 8000"},{"n":2,"collection":"default","path":"other.pdf","heading":"","page":3,"quote":"x"}]}""";

    private FakeLocalAi _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task An_answer_is_followed_by_what_it_cites()
    {
        Stream("extractive", "[1]");
        var result = await AiProcess.RunAsync(_fake, "--rag", "which port?", "-c", "docs", "--top", "3", "-f", "type=md,txt", "-f", "tag=a");
        result.ShouldSucceed();
        result.Out.ShouldBe("The gateway uses 8000 [1].\n\n[1] localai/ports.md:5-14  Ports\n");
        result.Error.ShouldContain("extractive");
        using var sent = JsonDocument.Parse(_fake.Requests.Last().Body);
        sent.RootElement.GetProperty("collection").GetString().ShouldBe("docs");
        sent.RootElement.GetProperty("top").GetInt32().ShouldBe(3);
        sent.RootElement.GetProperty("filters").GetProperty("type")[1].GetString().ShouldBe("txt");
    }

    [Fact]
    public async Task A_generated_answer_is_not_called_extractive()
    {
        Stream("generated", "[1,2]");
        var result = await AiProcess.RunAsync(_fake, "which port?", "--rag");
        result.Out.ShouldContain("[2] other.pdf (page 3)");
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sources_only()
    {
        _fake.OnJson("POST /query", $$"""{"query_id":"11111111-1111-1111-1111-111111111111","answer":"","mode":"none","citations":[],"notes":[],"timings":{},"sources":{{JsonDocument.Parse(Sources).RootElement.GetProperty("sources")}}}""");
        var result = await AiProcess.RunAsync(_fake, "--rag", "q", "--sources");
        result.Out.ShouldBe("[1] localai/ports.md:5-14  Ports\n    gateway 8000\n[2] other.pdf (page 3)\n    x\n");
        _fake.Requests.Last().Body.ShouldContain("\"include_context\":true");
    }

    [Fact]
    public async Task The_question_may_come_through_a_pipe()
    {
        Stream("abstained", "[]");
        (await AiProcess.RunAsync(_fake, "게이트웨이 포트는?", [], "--rag")).ShouldSucceed();
        _fake.Requests.Last().Body.ShouldContain("query");
    }

    [Fact]
    public async Task An_unknown_collection_says_which_there_are()
    {
        _fake.OnJson("POST /query", """{"title":"Not found","detail":"There is no collection x; there are: default.","status":404}""", 404);
        (await AiProcess.RunAsync(_fake, "--rag", "q", "-c", "x")).ShouldFail(1, "there are: default");
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_refused_here() =>
        (await AiProcess.RunAsync(_fake, new string('x', 10_001), [], "--rag")).ShouldFail(2, "at most 10000");

    private void Stream(string mode, string citations) => _fake.On("POST /query", async context =>
    {
        await FakeLocalAi.SendAsync(context, $"event: sources\ndata: {Sources}\n\n");
        await FakeLocalAi.SendAsync(context, "event: delta\ndata: {\"text\":\"The gateway uses \"}\n\nevent: delta\ndata: {\"text\":\"8000 [1].\"}\n\n");
        await FakeLocalAi.SendAsync(
            context,
            "event: done\ndata: {\"query_id\":\"11111111-1111-1111-1111-111111111111\",\"notes\":[],\"mode\":\"" + mode + "\",\"citations\":" + citations + ",\"timings\":{\"total_ms\":3}}\n\n");
    });
}
