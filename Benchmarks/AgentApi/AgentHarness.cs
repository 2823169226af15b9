using System.Diagnostics;
using System.Globalization;
using LocalAi.AgentApi;
using LocalAi.AgentApi.Limits;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Extensions.Options;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>The parts of a tool call that can be measured by themselves: limiter, file read through openat2, sandbox.</summary>
internal sealed class AgentHarness : IHarness
{
    private const string SandboxOnly = "sandbox";

    public string Name => "agent";

    public string Summary => "rate limiter, file read through openat2, sandbox against the bare program";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("localai-bench-").FullName;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            }

            var options = Options.Create(new AgentOptions { Workspaces = [new WorkspaceOptions { Path = folder, Name = "bench" }] });
            if (args is [SandboxOnly])
            {
                return await SandboxAsync(options, "sandbox beyond the bare program, median", cancellationToken) ? 0 : 1;
            }

            var limiter = Limiter();
            var read = Read(options, folder);

            // A service is a user's; one that runs as root pays for becoming somebody else besides.
            var sandbox = Environment.UserName == "root" ? await AsUserAsync(cancellationToken) : await SandboxAsync(options, "sandbox beyond the bare program, median", cancellationToken);
            if (Environment.UserName == "root")
            {
                await SandboxAsync(options, "the same by a service that is root", cancellationToken);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load average {File.ReadAllText("/proc/loadavg")[..4]}"));
            return limiter && read && sandbox ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Limiter()
    {
        const int Calls = 200_000;
        var window = new SlidingWindow(new RateLimit(100, 60, 20));
        var ticks = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            window.Decide(i * TimeSpan.TicksPerMillisecond * 300, take: true);
            ticks[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Tell("limiter, in process, p99", Percentile(ticks, 0.99), 0.2);
    }

    private static bool Read(IOptions<AgentOptions> options, string folder)
    {
        const int Calls = 20_000;
        File.WriteAllText(Path.Combine(folder, "f"), new string('x', 2000));
        var files = new WorkspaceFiles(new WorkspaceList(options), options);
        var path = new WorkspacePath(files.Workspaces.All[0], "f");
        var ticks = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using (var file = files.OpenFile(path, out var status))
            {
                TextFile.Read(file, status, 1 << 20);
            }

            ticks[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Tell("file read through openat2, 2 KB, median", Percentile(ticks, 0.5), 0.05);
    }

    private static async Task<bool> AsUserAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Environment.ProcessPath!, typeof(AgentHarness).Assembly.Location, "agent", SandboxOnly]);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }

    private static async Task<bool> SandboxAsync(IOptions<AgentOptions> options, string what, CancellationToken cancellationToken)
    {
        const int Rounds = 60;
        using var launcher = new ProcessLauncher();
        var workspaces = new WorkspaceList(options);
        using var sandbox = new SandboxRunner(launcher, workspaces, options, TimeProvider.System);
        if (sandbox.Missing is { } missing)
        {
            Console.WriteLine("sandbox: " + missing);
            return true;
        }

        var command = new SandboxCommand(["/bin/true"], new WorkspacePath(workspaces.All[0], "."), TimeSpan.FromSeconds(10));
        string[] alone = ["/usr/bin/bwrap", .. SandboxArguments.Build(command, workspaces.All, "/etc/passwd"), .. command.Arguments];
        var (bare, boxed, bareSpawned, boxedSpawned) = (new double[Rounds], new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var i = -5; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using (var process = await launcher.StartAsync(new ProcessStartInfo("/bin/true") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true }, cancellationToken))
            {
                await process.WaitForExitAsync(cancellationToken);
            }

            var middle = Stopwatch.GetTimestamp();
            await sandbox.RunAsync(command, cancellationToken);
            var end = Stopwatch.GetTimestamp();
            var (spawned, spawnedInBox) = (SpawnedProgram.Run(["/bin/true"]), SpawnedProgram.Run(alone));
            if (i >= 0)
            {
                bare[i] = Stopwatch.GetElapsedTime(start, middle).TotalMilliseconds;
                boxed[i] = Stopwatch.GetElapsedTime(middle, end).TotalMilliseconds;
                bareSpawned[i] = spawned.TotalMilliseconds;
                boxedSpawned[i] = spawnedInBox.TotalMilliseconds;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the bare program takes {Percentile(bare, 0.5):0.0} ms, in the sandbox {Percentile(boxed, 0.5):0.0} ms"));
        var (ours, theirs) = (Percentile(boxed, 0.5) - Percentile(bare, 0.5), Percentile(boxedSpawned, 0.5) - Percentile(bareSpawned, 0.5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  by posix_spawn(3) {Percentile(bareSpawned, 0.5):0.0} ms, in bubblewrap alone (no filter, limits, pipes) {Percentile(boxedSpawned, 0.5):0.0} ms: {theirs:0.0} ms beyond, the sandbox {ours / theirs:0.00} of it"));
        return Tell(what, ours, 10);
    }

    private static bool Tell(string what, double milliseconds, double goal)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-45} {milliseconds * 1000,10:0.00} µs   goal {goal * 1000} µs   {(milliseconds <= goal ? "ok" : "missed")}"));
        return milliseconds <= goal;
    }

    private static double Percentile(double[] values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)((sorted.Length - 1) * part)];
    }
}
