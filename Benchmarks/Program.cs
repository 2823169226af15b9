using LocalAi.Benchmarks;
using LocalAi.Benchmarks.AgentApi;
using LocalAi.Benchmarks.Cli;
using LocalAi.Benchmarks.Gateway;
using LocalAi.Benchmarks.Gateway.Auto;
using LocalAi.Benchmarks.Idle;
using LocalAi.Benchmarks.Rag;
using LocalAi.Benchmarks.Retrieval;
using LocalAi.Benchmarks.Rhythm;
using LocalAi.Benchmarks.Startup;
using LocalAi.Benchmarks.Watchers;

// One line per harness; the first argument picks it, the rest is its own.
IHarness[] harnesses =
[
    new AgentHarness(),
    new McpHarness(),
    new StartupHarness(),
    new IdleHarness(),
    new QualityHarness(),
    new QueryHarness(),
    new ReindexHarness(),
    new LexicalHarness(),
    new VectorHarness(),
    new RhythmHarness(),
    new DetectorHarness(),
    new RhythmIdleHarness(),
    new WatcherHarness(),
    new CliHarness(),
    new EmbeddingHarness(),
    new GatewayHarness(),
    new AutoTrainHarness(),
];

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var harness = Array.Find(harnesses, h => args.Length > 0 && h.Name.Equals(args[0], StringComparison.OrdinalIgnoreCase));
if (harness is not null)
{
    return await harness.RunAsync(args[1..], stop.Token);
}

Console.WriteLine("dotnet run -c Release --project Benchmarks -- <harness> [options]");
foreach (var known in harnesses.OrderBy(h => h.Name, StringComparer.Ordinal))
{
    Console.WriteLine($"  {known.Name,-12} {known.Summary}");
}

return args.Length == 0 ? 0 : 2;
