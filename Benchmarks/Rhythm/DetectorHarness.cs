using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Benchmarks.Rhythm;

/// <summary>False alarms and delays of the leak test and the CPU detector on synthetic days.</summary>
internal sealed class DetectorHarness : IHarness
{
    private const double Megabyte = 1 << 20;

    public string Name => "detectors";

    public string Summary => "leak and CPU detectors on synthetic days: false alarms, found, delay [--seeds N] [--first-seed N]";

    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var seeds = HarnessOptions.Number(args, "--seeds", 50);
        var first = HarnessOptions.Number(args, "--first-seed", 1);
        Console.WriteLine("memory     leak MB/h  found  median delay h");
        foreach (var (shape, leak) in new[]
        {
            ("flat", 0.0), ("warmup", 0), ("models", 0), ("day", 0), ("all", 0),
            ("flat", 10), ("flat", 30), ("flat", 100), ("models", 30), ("day", 30), ("all", 100),
        })
        {
            cancellationToken.ThrowIfCancellationRequested();
            var delays = Enumerable.Range(first, seeds).Select(s => LeakDelay(shape, leak, (ulong)s)).OfType<double>().Order().ToList();
            Console.WriteLine($"{shape,-10} {leak,9} {delays.Count,3}/{seeds,-3} {(delays.Count == 0 ? "" : delays[delays.Count / 2].ToString("0.0")),14}");
        }

        var cpu = Enumerable.Range(first, 40).Select(s => CpuTrace.Measure((ulong)s)).ToList();
        Console.WriteLine($"CPU: {cpu.Sum(c => c.Found)}/{cpu.Sum(c => c.Episodes)} episodes found, {cpu.Sum(c => c.False) / 40.0:0.00} false a day, median delay {cpu.SelectMany(c => c.Delays).Order().ElementAt(cpu.Sum(c => c.Found) / 2):0} s");
        return Task.FromResult(0);
    }

    private static double? LeakDelay(string shape, double megabytesPerHour, ulong seed)
    {
        var trace = MemoryTrace.Synthetic(shape, megabytesPerHour * Megabyte, seed);
        var detector = new LeakDetector(new LeakOptions());
        for (var minute = 0; minute < trace.Bytes.Count; minute++)
        {
            if (detector.Add(MemoryTrace.Start.AddMinutes(minute), trace.Key[minute], trace.Bytes[minute]) is not null)
            {
                return minute / 60.0;
            }
        }

        return null;
    }
}
