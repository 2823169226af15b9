using System.Globalization;
using LocalAi.Contracts.Embedding;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Retrieval.Evaluation;
using LocalAi.Text.Vectors;

namespace LocalAi.Benchmarks.Retrieval;

/// <summary>Retrieval quality on a bilingual set, per class and mode.</summary>
internal sealed class QualityHarness : IHarness
{
    private const double CoreGoal = 0.97;
    private const double ClassGoal = 0.85;
    private const double AbstainGoal = 7.0 / 8;
    private const double FalseAbstainGoal = 0.05;

    public string Name => "rag-quality";

    public string Summary => "nDCG@10, recall@5, hit@1 and abstaining per class and mode [--set DIR|FILE] [--embedding URL] [--split dev|held-out] [--distractors FILE] [--misses] [--coverage]";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var set = EvaluationSet.Load(Option(args, "--set") ?? RepositoryFolder.Find("Benchmarks", "Retrieval", "Set"));
        if (Option(args, "--split") is { } split) set = set with { Queries = [.. set.Queries.Where(query => query.HeldOut == (split == "held-out"))] };
        if (Option(args, "--distractors") is { } file) set = WithDistractors(set, file);
        Console.WriteLine($"{set.Passages.Count} passages, {set.Queries.Count} questions");
        var options = new RetrievalOptions();
        var lexical = await QualityEvaluation.RunAsync(set, options, RetrievalMode.Lexical, null, null, cancellationToken);
        var met = Print("lexical (no model)", lexical, set, args);
        var hash = await QualityEvaluation.RunAsync(
            set, options, RetrievalMode.Dense, HashedVector.ModelName, (text, _, _) => Task.FromResult(HashedVector.Compute(text)), cancellationToken);
        Print("hash (hash-384-v2 alone)", hash, set, []);
        var noise = await QualityEvaluation.RunAsync(set, options, RetrievalMode.Hybrid, "noise", (text, _, _) => Task.FromResult(NoiseVector.Of(text)), cancellationToken);
        Print("hybrid with a useless model", noise, set, []);
        if (Option(args, "--embedding") is { } url) await RunModelAsync(set, options, url, cancellationToken);
        return met ? 0 : 1;
    }

    /// <summary>Other texts, one a line, that answer nothing: a small set in a large collection.</summary>
    private static EvaluationSet WithDistractors(EvaluationSet set, string file) => set with
    {
        Passages = [.. set.Passages, .. File.ReadLines(file).Select((line, i) => new EvaluationPassage($"distractor-{i}", line))],
    };

    private static async Task RunModelAsync(EvaluationSet set, RetrievalOptions options, string url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var client = new EmbeddingClient(http);
        var health = await client.HealthAsync(cancellationToken);
        foreach (var mode in (RetrievalMode[])[RetrievalMode.Dense, RetrievalMode.Hybrid])
        {
            var answers = await QualityEvaluation.RunAsync(set, options, mode, health.Model, EmbedAsync, cancellationToken);
            Print($"{mode} ({health.Model})", answers, set, []);
        }

        async Task<float[]> EmbedAsync(string text, bool isQuery, CancellationToken token) =>
            (await client.EmbedAsync(new EmbedRequest([text], isQuery ? EmbedKind.Query : EmbedKind.Passage), token)).Items[0].Vector;
    }

    private static bool Print(string mode, IReadOnlyList<RankedAnswer> answers, EvaluationSet set, string[] args)
    {
        Console.WriteLine();
        Console.WriteLine($"{mode,-30} {"n",4} {"nDCG@10",8} {"R@5",6} {"hit@1",6} {"abstain",8} {"falsely",8}");
        foreach (var figures in QualityEvaluation.ByClass(answers)) Line($"{figures.Class,-3} {set.Classes.GetValueOrDefault(figures.Class)}", figures);
        var core = QualityEvaluation.Core(set, answers);
        var figuresOfCore = QualityEvaluation.Figures("core", core);
        Line("core", figuresOfCore);
        var figuresOfAll = QualityEvaluation.Figures("all", answers);
        Line("all", figuresOfAll);
        if (args.Contains("--misses")) PrintMisses(answers);
        if (args.Contains("--coverage")) PrintCoverage(answers);
        return figuresOfCore.Ndcg >= CoreGoal && (figuresOfAll.Abstained ?? 1) >= AbstainGoal && figuresOfCore.FalselyAbstained <= FalseAbstainGoal
            && QualityEvaluation.ByClass(core).All(figures => figures.Ndcg >= ClassGoal);
    }

    private static void Line(string name, ClassFigures f) => Console.WriteLine(
        $"{name,-30} {f.Queries,4} {Figure(f.Ndcg, "F3"),8} {Figure(f.Recall, "F3"),6} {Figure(f.HitAtOne, "F3"),6} {Figure(f.Abstained, "P0"),8} {Figure(f.FalselyAbstained, "P0"),8}");

    private static string Figure(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static void PrintMisses(IReadOnlyList<RankedAnswer> answers)
    {
        foreach (var answer in answers.Where(answer => answer.Query.IsAnswerable && answer.Ndcg < 0.999))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{answer.Query.Id} {answer.Ndcg:F2} '{answer.Query.Text}' wants {string.Join(' ', answer.Query.Relevant.Keys)}, got {string.Join(' ', answer.Passages.Take(5))}"));
        }
    }

    private static void PrintCoverage(IReadOnlyList<RankedAnswer> answers)
    {
        foreach (var answer in answers.OrderBy(answer => answer.Coverage).Take(45))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Coverage:F2} {answer.Query.Id} {answer.Query.Text}"));
    }

    private static string? Option(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
