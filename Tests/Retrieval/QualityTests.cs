using System.Globalization;
using System.Text.Json;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Evaluation;
using LocalAi.Text.Vectors;

namespace LocalAi.Tests.Retrieval;

/// <summary>The gate: ranks on the evaluation set, not times. A class may fall by 0.02 from the committed baseline.</summary>
public sealed class QualityTests
{
    private const double Tolerance = 0.02;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lexical_NoClassFallsBelowTheBaseline()
    {
        var (set, baseline) = Load();

        var answers = await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, Cancel);

        foreach (var figures in QualityEvaluation.ByClass(answers))
        {
            if (figures.Class == "N") figures.Abstained.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(baseline["abstain"] - Tolerance, "share of unanswerable questions that were refused");
            else figures.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(baseline[figures.Class] - Tolerance, string.Create(CultureInfo.InvariantCulture, $"nDCG@10 of class {figures.Class} ({set.Classes[figures.Class]})"));
        }
        var core = QualityEvaluation.Figures("core", QualityEvaluation.Core(set, answers));
        core.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.97);
        core.FalselyAbstained.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(0.05, "answerable questions that were refused");
    }

    [Fact]
    public async Task Hybrid_WeakArm_DoesNotCostAnything()
    {
        var (set, _) = Load();
        var lexical = await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, Cancel);

        var hybrid = await QualityEvaluation.RunAsync(
            set, new RetrievalOptions(), RetrievalMode.Hybrid, HashedVector.ModelName, (text, _, _) => Task.FromResult(HashedVector.Compute(text)), Cancel);

        hybrid.Select(answer => string.Join(' ', answer.Passages)).ShouldBe(lexical.Select(answer => string.Join(' ', answer.Passages)));
    }

    [Fact]
    public void Set_HasTheShapeTheFiguresClaim()
    {
        var (set, baseline) = Load();

        set.Passages.Count.ShouldBeGreaterThanOrEqualTo(100);
        set.Queries.Count.ShouldBeGreaterThanOrEqualTo(150);
        set.Queries.Count(query => query.HeldOut).ShouldBe(set.Queries.Count / 3);
        set.Queries.Select(query => query.Class).Where(name => name != "N").Distinct().ShouldAllBe(name => baseline.ContainsKey(name));
    }

    private static (EvaluationSet Set, Dictionary<string, double> Baseline) Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalAi.sln"))) folder = folder.Parent.ShouldNotBeNull("the tests run inside the repository");
        var files = Path.Combine(folder.FullName, "Benchmarks", "Retrieval", "Set");
        return (EvaluationSet.Load(files), JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(Path.Combine(files, "baseline.json")))!);
    }
}
