using LocalAi.Benchmarks.Retrieval;

namespace LocalAi.Benchmarks.Gateway.Auto;

/// <summary>
/// Trains the table by which the gateway's <c>auto</c> tells code from chat and writes it. Before that it judges the training: each set is left out in turn,
/// the model trained on all others, and the set counted. The goal is for set1 to set5: each was written before a scorer of its day could know it.
/// </summary>
internal sealed class AutoTrainHarness : IHarness
{
    private const double Goal = 0.95;
    private const double Threshold = 1;

    public string Name => "auto-train";

    public string Summary => "weights of the gateway's auto from Benchmarks/Gateway/Auto/Prompts; --wrong 1 lists what each left-out set gets wrong";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var root = RepositoryFolder.Find();
        var texts = PromptFolder.Read(Path.Combine(root, "Benchmarks", "Gateway", "Auto", "Prompts"));
        var (right, all) = (0, 0);
        foreach (var set in texts.Select(t => t.Set).Where(s => s is not ("terms" or "follow-ups")).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = texts.Where(t => t.Set == set).ToList();
            var known = left.Select(t => t.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var model = LinearModel.Train([.. texts.Where(t => !known.Contains(t.Text))]);
            var wrong = left.Where(t => model.Sum(t.Text) >= Threshold != t.IsCode > 0.5).ToList();
            if (set.StartsWith("set", StringComparison.Ordinal))
            {
                (right, all) = (right + left.Count - wrong.Count, all + left.Count);
            }

            Console.WriteLine($"{set,-14} {left.Count - wrong.Count,4} of {left.Count,4} right when left out ({wrong.Count(w => w.IsCode > 0.5)} code, {wrong.Count(w => w.IsCode < 0.5)} chat wrong)");
            foreach (var text in HarnessOptions.Number(args, "--wrong", 0) > 0 ? wrong : [])
            {
                Console.WriteLine($"    {model.Sum(text.Text),6:0.00} {text.Text.ReplaceLineEndings(" ")}");
            }
        }

        var weights = LinearModel.Train(texts).Weights.Select(w => $"{w.Name}\t{w.Hundredths}").ToList();
        await File.WriteAllTextAsync(Path.Combine(root, "Gateway", "Routing", "Auto", "weights.txt"), string.Join('\n', weights) + "\n", cancellationToken);
        Console.WriteLine($"{right / (double)all:P1} of the {all} in sets right when left out (goal {Goal:P0}); {weights.Count} weights written from {texts.Count} texts");
        return right >= Goal * all ? 0 : 1;
    }
}
