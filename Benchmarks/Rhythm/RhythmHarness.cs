using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Benchmarks.Rhythm;

/// <summary>14 virtual days × office, llm, night × seeds: the 42 timers that Rhythm replaces, the literal rule, and ours.</summary>
internal sealed class RhythmHarness : IHarness
{
    public string Name => "rhythm";

    public string Summary => "the scheduler in virtual time: 14 days × office/llm/night × 10 seeds [--seeds N] [--first-seed N]";

    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var seeds = HarnessOptions.Number(args, "--seeds", 10);
        var first = HarnessOptions.Number(args, "--first-seed", 1);
        Console.WriteLine("load     policy                overlaps/d  dep.viol  most procs  demand %  fg lost %  CRIT stale  M+L stale  flips/d  Jain  collide min/d  runs/d  s/run  log");
        foreach (var load in new[] { "office", "llm", "night" })
        {
            foreach (var policy in SimulationPolicy.All)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var clock = Stopwatch.StartNew();
                var results = Enumerable.Range(first, seeds)
                    .Select(seed => Simulator.Run(LoadTrace.Synthetic(load, 14, (ulong)seed), policy, SimulatedTask.FortyTwo, (ulong)seed))
                    .ToList();
                Print(load, policy.Name, results, clock.Elapsed.TotalSeconds / seeds);
            }
        }

        var steady = SimulationPolicy.All[^1];
        foreach (var load in NastyTrace.Kinds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            var results = Enumerable.Range(first, seeds).Select(seed => Simulator.Run(NastyTrace.Synthetic(load, (ulong)seed), steady, SimulatedTask.FortyTwo, (ulong)seed)).ToList();
            Print(load, steady.Name, results, clock.Elapsed.TotalSeconds / seeds);
        }

        return Task.FromResult(0);
    }

    private static void Print(string load, string policy, List<SimulationResult> results, double seconds)
    {
        var log = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(results.Select(r => r.Log)))))[..8];
        Console.WriteLine(
            $"{load,-8} {policy,-20} {results.Average(r => r.OverlapsPerDay),11:0.0} {results.Sum(r => r.DependencyViolations),9} {results.Max(r => r.MostRunning),11} {results.Max(r => r.MostDemand),9:0} " +
            $"{results.Average(r => r.ForegroundLost),10:0.00} {results.Max(r => r.CriticalStaleness),11:0.00} {results.Max(r => r.OtherStaleness),10:0.00} {results.Average(r => r.FlipsPerDay),8:0.0} " +
            $"{results.Average(r => r.Jain),5:0.00} {results.Average(r => r.CollisionMinutesPerDay),14:0.0} {results.Average(r => r.RunsPerDay),7:0} {seconds,6:0.00}  {log}");
    }
}
