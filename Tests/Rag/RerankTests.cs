using LocalAi.Contracts.Rag;
using LocalAi.Tests.Rag.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rag;

/// <summary>The reranker orders what the search found; whatever goes wrong with it, the question is answered in the order of the search.</summary>
public sealed class RerankTests(PostgresServer postgres)
{
    private const string Timeout = "Rag:Reranker:TimeoutMilliseconds";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Query_WithReranker_SourcesAreInItsOrder(double offset)
    {
        await using var reranker = new FakeReranker { Favourite = "night", Offset = offset };
        await reranker.StartAsync(Cancel);
        await using var rag = await StartAsync(reranker, ("Rag:Reranker:ApiKey", "secret"), ("Rag:Reranker:Model", "test-rerank"));

        var answer = await rag.Client.QueryAsync(new QueryRequest { Query = "badger", Top = 2 }, Cancel);

        answer.Sources.Select(s => s.Path).ShouldBe(["c.md", "b.md"], "the third of the search is the reranker's first, although only two were asked for");
        answer.Sources.ShouldAllBe(s => s.Score >= 0 && s.Score <= 1);
        answer.Sources[0].Score.ShouldBeGreaterThan(answer.Sources[1].Score);
        answer.Sources.Select(s => s.N).ShouldBe([1, 2]);
        answer.Notes.ShouldNotContain(n => n.Contains("reranker", StringComparison.Ordinal));
        answer.Timings.RerankMs.ShouldNotBeNull();
        reranker.LastKey.ShouldBe("Bearer secret");
        (reranker.LastRequest!["model"]!.GetValue<string>(), reranker.LastRequest["query"]!.GetValue<string>()).ShouldBe(("test-rerank", "badger"));
        reranker.LastRequest["top_n"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Query_ManyHits_OnlyTheBestAreSentAndCutAndTheRestKeepsItsOrder()
    {
        await using var reranker = new FakeReranker { Favourite = "night" };
        await reranker.StartAsync(Cancel);
        await using var rag = await StartAsync(reranker, ("Rag:Reranker:Candidates", "2"), ("Rag:Reranker:MaxCharacters", "100"));

        var answer = await rag.AskAsync("badger", Cancel);

        var sent = reranker.LastRequest!["documents"]!.AsArray().Select(d => d!.GetValue<string>()).ToList();
        sent.Count.ShouldBe(2);
        sent.ShouldAllBe(text => text.Length <= 100);
        answer.Sources.Select(s => s.Path).ShouldBe(["b.md", "a.md", "c.md"]);
    }

    [Theory]
    [InlineData("500", "500")]
    [InlineData("hangs", "300 ms")]
    [InlineData("away", "cannot be reached")]
    [InlineData("<html>", "not a list of scores")]
    [InlineData("""{"results":[{"index":0,"relevance_score":0.5}]}""", "does not score every text")]
    [InlineData("""{"results":[{"index":7,"relevance_score":0.5}]}""", "not sent")]
    [InlineData("""{"results":[{"index":0,"relevance_score":0.5},{"index":0,"relevance_score":0.4},{"index":1,"relevance_score":0.1}]}""", "twice")]
    [InlineData("""{"results":[{"index":0,"relevance_score":1e999}]}""", "")]
    public async Task Query_RerankerFails_TheOrderOfTheSearchStandsAndTheNoteSaysWhy(string fault, string why)
    {
        await using var reranker = new FakeReranker { Favourite = "night" };
        await reranker.StartAsync(Cancel);
        await using var rag = await StartAsync(reranker, (Timeout, fault == "hangs" ? "300" : "60000"));
        switch (fault)
        {
            case "500": reranker.Status = 500; break;
            case "hangs": reranker.Hangs = true; break;
            case "away": await reranker.StopAsync(); break;
            default: reranker.Instead = fault; break;
        }

        var answer = await rag.AskAsync("badger", Cancel);

        answer.Sources.Select(s => s.Path).ShouldBe(["a.md", "b.md", "c.md"]);
        answer.Mode.ShouldBe(AnswerMode.Extractive);
        answer.Notes.ShouldContain(n => n.Contains("reranker did not help", StringComparison.Ordinal) && n.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_RerankerFailed_IsLeftAloneForAWhile()
    {
        await using var reranker = new FakeReranker { Status = 503 };
        await reranker.StartAsync(Cancel);
        await using var rag = await StartAsync(reranker, ("Rag:Reranker:RestSeconds", "600"));

        await rag.AskAsync("badger", Cancel);
        var next = await rag.AskAsync("badger", Cancel);

        reranker.Calls.ShouldBe(1);
        next.Sources.Count.ShouldBe(3);
        next.Timings.RerankMs.ShouldBeNull();
        next.Notes.ShouldContain(n => n.Contains("reranker is away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_NothingFits_TheRerankerIsNotAsked()
    {
        await using var reranker = new FakeReranker();
        await reranker.StartAsync(Cancel);
        await using var rag = await StartAsync(reranker);

        (await rag.AskAsync("quantum chromodynamics", Cancel)).Mode.ShouldBe(AnswerMode.Abstained);

        reranker.Calls.ShouldBe(0);
    }

    /// <summary>Three texts the search ranks a, b, c for "badger"; "night" stands in them the other way round.</summary>
    private async Task<RagHost> StartAsync(FakeReranker reranker, params (string, string)[] settings)
    {
        var rag = await RagHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel), Cancel, [.. settings, ("Rag:Reranker:Url", reranker.Url), .. settings.Any(s => s.Item1 == Timeout) ? [] : ((string, string)[])[(Timeout, "60000")]]);
        await rag.IndexAsync(
            Cancel,
            ("a.md", "Badger badger badger badger."),
            ("b.md", "A badger, and another badger, digs at night under the hill."),
            ("c.md", "Night after night after night the old fox and the owl went hunting in the deep forest, where once a badger lived among the roots."));
        return rag;
    }
}
