using System.Globalization;
using System.Text.Json;
using LocalAi.Benchmarks.Startup;
using LocalAi.Hosting.Processes;

namespace LocalAi.Benchmarks.Idle;

/// <summary>Memory after the start and CPU while nobody asks anything, of the AppHost and all C# services together.</summary>
internal sealed class IdleHarness : IHarness
{
    private const double MemoryGoal = 500;
    private const double CpuGoal = 3;
    // The runtime compiles hot code again in the background for a while after the start.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    public string Name => "idle";

    public string Summary => "memory and CPU of AppHost and all C# services with nothing to do; --seconds N (60)";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var seconds = args is ["--seconds", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 60;
        var folder = Directory.CreateTempSubdirectory("localai-idle-").FullName;
        try
        {
            await using var host = new AppHostRun(folder);
            var (_, resources) = await host.UntilReadyAsync(cancellationToken);
            await Task.Delay(Settle, cancellationToken);
            List<(string Name, int Pid)> processes = [("AppHost", host.Id), .. Services(resources)];
            var before = processes.Select(p => CpuTime(p.Pid)).ToList();
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
            return Report(processes, before, seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Report(List<(string Name, int Pid)> processes, List<TimeSpan> before, int seconds)
    {
        double rss = 0, pss = 0, cpu = 0;
        for (var i = 0; i < processes.Count; i++)
        {
            var (name, pid) = processes[i];
            var (r, p) = (Megabytes($"/proc/{pid}/status", "VmRSS:"), Megabytes($"/proc/{pid}/smaps_rollup", "Pss:"));
            var percent = (CpuTime(pid) - before[i]).TotalSeconds / seconds * 100;
            (rss, pss, cpu) = (rss + r, pss + p, cpu + percent);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} RSS {r,6:0.0} MB  PSS {p,6:0.0} MB  CPU {percent,5:0.00} %"));
        }

        // Pages of the shared framework are in every process's RSS; PSS shares them out, so its sum is what they take together.
        var isGood = pss <= MemoryGoal && cpu <= CpuGoal;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"together     RSS {rss:0} MB, PSS {pss:0} MB (goal {MemoryGoal}), CPU {cpu:0.00} % of one core over {seconds} s (goal {CpuGoal}): {(isGood ? "met" : "MISSED")}"));
        return isGood ? 0 : 1;
    }

    private static IEnumerable<(string Name, int Pid)> Services(JsonElement resources) =>
        resources.EnumerateArray().Where(r => r.GetProperty("type").GetString() == "Project")
            .Select(r => (r.GetProperty("name").GetString()!, r.GetProperty("pid").GetInt32()));

    private static TimeSpan CpuTime(int pid) => ProcFileSystem.Stat(pid) is { } stat ? ProcFileSystem.Usage(stat).CpuTime : default;

    private static double Megabytes(string file, string key)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(key, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
