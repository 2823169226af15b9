using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Evaluation;

namespace LocalAi.Tests.Retrieval;

/// <summary>Sets other people wrote: the figures must mean what the set says.</summary>
public sealed class EvaluationSetTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"set-{Guid.NewGuid():N}.json");

    [Fact]
    public async Task File_WithGainsAndUnanswerable_GivesFiguresPerClass()
    {
        Write("""
            {"passages": [
               {"id": "a", "lang": "en", "title": "Soup", "text": "Simmer the lentils for twenty minutes."},
               {"id": "b", "lang": "ko", "title": "여권", "text": "여권은 유효 기간이 여섯 달 남아 있어야 합니다."}],
             "queries": [
               {"id": "1", "class": "en", "text": "simmer lentils", "relevant": {"a": 2, "b": 0}, "answerable": true},
               {"id": "2", "class": "ko", "text": "여권 유효 기간", "relevant": ["b"]},
               {"id": "3", "class": "none", "text": "quantum chromodynamics lattice", "relevant": {}, "answerable": false}]}
            """);
        var set = EvaluationSet.Load(_file);

        var answers = await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, TestContext.Current.CancellationToken);

        set.Queries[0].Relevant.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, double>("a", 2));
        var all = QualityEvaluation.Figures("all", answers);
        (all.Queries, all.Ndcg, all.HitAtOne, all.Abstained, all.FalselyAbstained).ShouldBe((3, 1.0, 1.0, 1.0, 0.0));
        QualityEvaluation.ByClass(answers).Single(figures => figures.Class == "none").Ndcg.ShouldBeNull("nothing can be ranked right where nothing answers");
        QualityEvaluation.Core(set, answers).Select(answer => answer.Query.Id).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Ndcg_TheBetterPassageSecond_IsBelowOne()
    {
        var query = new EvaluationQuery("1", "c", false, "q", new Dictionary<string, double> { ["good"] = 2, ["fair"] = 1 });

        new RankedAnswer(query, ["good", "fair"], false, 1).Ndcg.ShouldBe(1, 1e-9);
        new RankedAnswer(query, ["fair", "good"], false, 1).Ndcg.ShouldBe(0.860, 0.001);
        new RankedAnswer(query, ["other", "good"], false, 1).Ndcg.ShouldBe(0.480, 0.001);
    }

    [Theory]
    [InlineData("""{"queries": []}""", "passages")]
    [InlineData("""{"passages": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}], "queries": []}""", "twice")]
    [InlineData("""{"passages": [], "queries": [{"id": "7", "class": "c", "text": "x", "relevant": ["z"]}]}""", "'z'")]
    [InlineData("""{"passages": [], "queries": [{"id": "7", "class": "c", "text": "x", "relevant": [], "answerable": true}]}""", "answerable")]
    public void Load_WrongSet_SaysWhat(string json, string expected)
    {
        Write(json);

        Should.Throw<FormatException>(() => EvaluationSet.Load(_file)).Message.ShouldContain(expected);
    }

    public void Dispose() => File.Delete(_file);

    private void Write(string json) => File.WriteAllText(_file, json);
}
