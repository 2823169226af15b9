using System.Globalization;
using System.Text.Json;

namespace LocalAi.Benchmarks.Startup;

/// <summary>Process start to everything healthy: on an empty data folder (initdb included), and again on the same one.</summary>
internal sealed class StartupHarness : IHarness
{
    private const double ColdGoal = 8;
    private const double WarmGoal = 5;

    public string Name => "startup";

    public string Summary => "seconds from process start to all healthy, cold and warm, with the critical path; --runs N (3)";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var runs = args is ["--runs", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 3;
        var cold = new List<double>();
        var warm = new List<double>();
        for (var run = 1; run <= runs; run++)
        {
            var folder = Directory.CreateTempSubdirectory("localai-startup-").FullName;
            try
            {
                cold.Add(await MeasureAsync("cold", run, folder, cancellationToken));
                warm.Add(await MeasureAsync("warm", run, folder, cancellationToken));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Console.WriteLine();
        var isGood = Judge("cold", cold, ColdGoal) & Judge("warm", warm, WarmGoal);
        return isGood ? 0 : 1;
    }

    private static bool Judge(string name, List<double> seconds, double goal)
    {
        seconds.Sort();
        var median = seconds[seconds.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: median {median:0.00} s, best {seconds[0]:0.00} s, worst {seconds[^1]:0.00} s; goal {goal} s {(median <= goal ? "met" : "MISSED")}"));
        return median <= goal;
    }

    private static async Task<double> MeasureAsync(string kind, int run, string folder, CancellationToken cancellationToken)
    {
        var loadBefore = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0] : "?";
        await using var host = new AppHostRun(folder);
        var (seconds, resources) = await host.UntilReadyAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} {run}: {seconds:0.00} s (load average before: {loadBefore})"));
        foreach (var resource in resources.EnumerateArray().Where(r => r.TryGetProperty("startMilliseconds", out _) && !r.TryGetProperty("parent", out _)))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {resource.GetProperty("name").GetString(),-12} waited {Milliseconds(resource, "waitedMilliseconds"),6:0} ms, started in {Milliseconds(resource, "startMilliseconds"),6:0} ms{(resource.GetProperty("onCriticalPath").GetBoolean() ? "  << critical path" : "")}"));
        }

        return seconds;
    }

    private static double Milliseconds(JsonElement resource, string name) => resource.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
