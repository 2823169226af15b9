using System.Diagnostics;
using System.Globalization;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.LanguageModels;
using LocalAi.AgentApi.Watchers.Processes;
using Microsoft.Extensions.Options;

namespace LocalAi.Benchmarks.Watchers;

/// <summary>CPU time of the watchers' look at this machine's processes, with 150 more of them asleep.</summary>
internal sealed class WatcherHarness : IHarness
{
    private const int Sleepers = 150;
    private const double Goal = 10;

    public string Name => "watchers";

    public string Summary => "CPU of one look of the process and language model watchers at 150 sleeping processes [--looks N (50)]";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var looks = HarnessOptions.Number(args, "--looks", 50);
        var sleepers = new List<Process>();
        try
        {
            for (var i = 0; i < Sleepers; i++)
            {
                sleepers.Add(Process.Start("sleep", "600"));
            }

            // They have all become sleep by then.
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            var count = new ProcessTable().Read().Count;
            var watch = new ProcessWatch(Options.Create(new WatcherOptions()), TimeProvider.System);
            var servers = new ServerProcesses(new ProcessTable(), new SocketTable());
            var at = TimeProvider.System.GetUtcNow();
            var good = Report("processes (watch_machine)", count, looks, () => watch.Look(at), cancellationToken);
            good &= Report("servers (watch_llm)", count, looks, () => servers.Refresh([]), cancellationToken);
            return good ? 0 : 1;
        }
        finally
        {
            foreach (var sleeper in sleepers)
            {
                sleeper.Kill();
                sleeper.Dispose();
            }
        }
    }

    private static bool Report(string name, int count, int looks, Action look, CancellationToken cancellationToken)
    {
        var first = Cpu(look);
        var all = new List<double>(looks);
        for (var i = 0; i < looks; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(Cpu(look));
        }

        all.Sort();
        // Other processes of this machine are looked at too; the goal is for 150.
        var (median, scaled) = (all[looks / 2], all[looks / 2] * Math.Min(1, Sleepers / (double)count));
        var isGood = scaled <= Goal;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-26} {count} processes: median {median:0.0} ms CPU a look (first {first:0}, most {all[^1]:0.0}), {scaled:0.0} ms at {Sleepers} (goal {Goal}): {(isGood ? "met" : "MISSED")}"));
        return isGood;
    }

    private static double Cpu(Action look)
    {
        var before = Environment.CpuUsage.TotalTime;
        look();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
