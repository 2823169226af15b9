using System.Text.Json;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Evaluation;

namespace LocalAi.Tests.Retrieval;

/// <summary>
/// Passages and queries written before the ranking was read. One half (dev) may be looked at while it is improved; of the other (test)
/// only these figures are known. The gate stands a little under what was counted.
/// </summary>
public sealed class HeldOutTests
{
    private const double Tolerance = 0.02;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dev", 0.995, 0.986, 0, 1)]
    [InlineData("test", 0.985, 0.961, 0.039, 0.818)]
    public async Task Lexical_CoreClasses_StayWhereTheyWereCounted(string split, double ndcg, double hitAtOne, double falselyAbstained, double abstained)
    {
        var (set, answers) = await RunAsync(split);

        var core = QualityEvaluation.Figures("core", QualityEvaluation.Core(set, answers));
        core.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(ndcg - Tolerance, "nDCG@10");
        core.HitAtOne.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(hitAtOne - Tolerance, "hit@1");
        core.FalselyAbstained.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(falselyAbstained + Tolerance, "answerable questions that were refused");
        QualityEvaluation.Figures("all", answers).Abstained.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(abstained - Tolerance, "unanswerable questions that were refused");
    }

    [Fact]
    public async Task Lexical_EveryCoreClass_IsAbove()
    {
        var (set, answers) = await RunAsync("dev test");

        foreach (var figures in QualityEvaluation.ByClass(QualityEvaluation.Core(set, answers)))
        {
            figures.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.85, $"nDCG@10 of class {figures.Class}");
            figures.Recall.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.95, $"recall@5 of class {figures.Class}");
        }
    }

    [Fact]
    public void Set_HasTheShapeTheFiguresClaim()
    {
        var set = EvaluationSet.Load(SetFile());

        set.Passages.Count.ShouldBeGreaterThanOrEqualTo(110);
        set.Queries.Count.ShouldBeGreaterThanOrEqualTo(170);
        set.Queries.Count(query => !query.IsAnswerable).ShouldBeGreaterThanOrEqualTo(15);
        set.Queries.Select(query => query.Text).ShouldBeUnique();
    }

    private static async Task<(EvaluationSet Set, IReadOnlyList<RankedAnswer> Answers)> RunAsync(string splits)
    {
        var set = EvaluationSet.Load(SetFile());
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(SetFile(), Cancel));
        var chosen = document.RootElement.GetProperty("queries").EnumerateArray()
            .Where(q => splits.Contains(q.GetProperty("split").GetString()!, StringComparison.Ordinal)).Select(q => q.GetProperty("id").GetString()).ToHashSet();
        set = set with { Queries = [.. set.Queries.Where(query => chosen.Contains(query.Id))] };
        return (set, await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, Cancel));
    }

    private static string SetFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalAi.sln"))) folder = folder.Parent.ShouldNotBeNull("the tests run inside the repository");
        return Path.Combine(folder.FullName, "Tests", "Retrieval", "heldout.json");
    }
}
