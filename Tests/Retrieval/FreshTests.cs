using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Evaluation;

namespace LocalAi.Tests.Retrieval;

/// <summary>
/// Questions over samples/, over the passages of the held-out set and over our own, written before names, vowels and groups of words were looked at (the last after).
/// Many of those without an answer share words with the documents. The first run on the held-out half and the last set refused 24 of 28 and 22 of 26.
/// </summary>
public sealed class FreshTests
{
    private const double Tolerance = 0.02;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lexical_UnanswerableAndAnswerable_AreToldApart(bool heldOut)
    {
        var answers = await RunAsync(heldOut);

        var figures = QualityEvaluation.Figures("all", answers.All);
        figures.Abstained.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(7.0 / 8, "unanswerable questions that were refused");
        var core = QualityEvaluation.Figures("core", answers.Core);
        core.FalselyAbstained.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(0.05, "answerable questions that were refused");
        core.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.97 - Tolerance, "nDCG@10");
    }

    /// <summary>
    /// Three sets of fields no other set has, each written before the rule it tested: of their 78 unanswerable questions the first runs refused 22 of 30 (before quantities
    /// were looked at), 19 of 24 and 19 of 24; of 124 answerable ones 8 were refused. These are floors, not the goal.
    /// </summary>
    [Fact]
    public async Task Lexical_NewFields_StayAsGoodAsTheyWere()
    {
        var set = EvaluationSet.Load(Path.Combine(Folder(), "fresh-domains.json"));

        var answers = await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, Cancel);

        QualityEvaluation.Figures("all", answers).Abstained.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.84, "unanswerable questions that were refused");
        var core = QualityEvaluation.Figures("core", QualityEvaluation.Core(set, answers));
        core.FalselyAbstained.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(0.05, "answerable questions that were refused");
        core.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.97, "nDCG@10");
    }

    /// <summary>
    /// Two sets of other fields in the plain style of such sets, 45 passages and 13 classes each. The first was run once before the rule was changed: it refused 25 of 30
    /// unanswerable questions and 4 of 52 answerable ones. The second was run once, after the change: 27 of 30 and 0 of 53. Their author also wrote the glossary.
    /// </summary>
    [Theory]
    [InlineData("fresh-plain.json", 52, 0.99, 0.69, 0.65)]
    [InlineData("fresh-sealed.json", 53, 0.99, 0.87, 0.64)]
    public async Task Lexical_PlainSets_StayAsGoodAsTheyWere(string file, int questions, double ndcg, double crossLingual, double paraphrase)
    {
        var set = EvaluationSet.Load(Path.Combine(Folder(), file));

        var answers = await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, Cancel);

        QualityEvaluation.Figures("all", answers).Abstained.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(7.0 / 8, "unanswerable questions that were refused");
        var core = QualityEvaluation.Figures("core", QualityEvaluation.Core(set, answers));
        core.Queries.ShouldBe(questions);
        core.FalselyAbstained.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(0.05, "answerable questions that were refused");
        core.Ndcg.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(ndcg, "nDCG@10");
        var classes = QualityEvaluation.ByClass(answers).ToDictionary(figures => figures.Class, figures => figures.Ndcg);
        classes["X"].ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(crossLingual, "nDCG@10 of questions in the other language");
        classes["P"].ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(paraphrase, "nDCG@10 of paraphrases");
    }

    private static async Task<(List<RankedAnswer> All, List<RankedAnswer> Core)> RunAsync(bool heldOut)
    {
        var (all, core) = (new List<RankedAnswer>(), new List<RankedAnswer>());
        foreach (var file in (string[])["fresh-samples.json", "fresh-heldout.json", "fresh-set.json"])
        {
            var set = EvaluationSet.Load(Path.Combine(Folder(), file));
            set = set with { Queries = [.. set.Queries.Where(query => query.HeldOut == heldOut)] };
            var answers = await QualityEvaluation.RunAsync(set, new RetrievalOptions(), RetrievalMode.Lexical, null, null, Cancel);
            all.AddRange(answers);
            core.AddRange(QualityEvaluation.Core(set, answers));
        }
        return (all, core);
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalAi.sln"))) folder = folder.Parent.ShouldNotBeNull("the tests run inside the repository");
        return Path.Combine(folder.FullName, "Tests", "Retrieval");
    }
}
