using System.Diagnostics;
using System.Globalization;
using LocalAi.Benchmarks.Rag;
using LocalAi.Hosting.Processes;
using Npgsql;

namespace LocalAi.Benchmarks.Rhythm;

/// <summary>
/// What the scheduler and its watchers cost on a machine where nothing happens: the agent service with them and without, side by side over the same seconds, with the
/// runtime settings the AppHost gives its services.
/// </summary>
internal sealed class RhythmIdleHarness : IHarness
{
    private const double CpuGoal = 0.4;
    private const double MemoryGoal = 10;
    private const long ConnectionGoal = 3;

    // Until every frequent task has run once: its first run loads and compiles code.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(150);

    public string Name => "rhythm-idle";

    public string Summary => "CPU, memory and connections of the agent service with Rhythm against without, in one run [--seconds N (120)]";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var seconds = HarnessOptions.Number(args, "--seconds", 120);
        var folder = Directory.CreateTempSubdirectory("localai-rhythm-idle-").FullName;
        await using var postgres = await BenchPostgres.StartAsync(cancellationToken);
        var started = new List<Process>();
        try
        {
            foreach (var name in new[] { "bare", "rhythm" })
            {
                await ExecuteAsync(postgres.ConnectionString, $"CREATE DATABASE {name}", cancellationToken);
                started.Add(Start(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name }.ConnectionString, name == "rhythm", folder));
            }

            await Task.Delay(Settle, cancellationToken);
            var before = started.ConvertAll(p => CpuTime(p.Id));
            var memory = await AverageMegabytesAsync(started, TimeSpan.FromSeconds(seconds), cancellationToken);
            var cpu = started.Select((p, i) => (CpuTime(p.Id) - before[i]).TotalSeconds / seconds * 100).ToList();
            var connections = await ConnectionsAsync(postgres.ConnectionString, cancellationToken);
            return Report(cpu, memory, connections, seconds);
        }
        finally
        {
            foreach (var process in started)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Report(List<double> cpu, List<double> memory, long connections, int seconds)
    {
        var (moreCpu, moreMemory) = (cpu[1] - cpu[0], memory[1] - memory[0]);
        var isGood = moreCpu <= CpuGoal && moreMemory <= MemoryGoal && connections <= ConnectionGoal;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without Rhythm: {cpu[0]:0.00} % of a core, RSS {memory[0]:0.0} MB"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with Rhythm:    {cpu[1]:0.00} % of a core, RSS {memory[1]:0.0} MB, {connections} connections"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Rhythm over {seconds} s: {moreCpu:0.00} % of a core (goal {CpuGoal}), {moreMemory:0.0} MB (goal {MemoryGoal}), {connections} connections (goal {ConnectionGoal}): {(isGood ? "met" : "MISSED")}"));
        return isGood ? 0 : 1;
    }

    private static Process Start(string connection, bool rhythm, string folder)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly()]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in ChildEnvironment.RuntimeSettings(limits: null, isEnforced: false))
        {
            start.Environment[name] = value;
        }

        start.Environment["ConnectionStrings__localai"] = connection;
        start.Environment["urls"] = "http://127.0.0.1:0";
        start.Environment["LocalAi__DataFolder"] = folder;
        start.Environment["Agent__Workspaces__0__Path"] = folder;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Rhythm__Enabled"] = rhythm ? "true" : "false";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Of the same build as this program.</summary>
    private static string Assembly()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = output.Parent!.Name;
        var path = Path.Combine(output.Parent.Parent!.Parent!.Parent!.FullName, "AgentApi", "bin", configuration, "net10.0", "LocalAi.AgentApi.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build it first: dotnet build -c {configuration} AgentApi", path);
    }

    private static TimeSpan CpuTime(int pid) => ProcFileSystem.Stat(pid) is { } stat ? ProcFileSystem.Usage(stat).CpuTime : default;

    /// <summary>The mean over the time, since a heap that fills and is collected is read at a different height each moment.</summary>
    private static async Task<List<double>> AverageMegabytesAsync(List<Process> processes, TimeSpan time, CancellationToken cancellationToken)
    {
        var readings = processes.ConvertAll(_ => new List<double>());
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            for (var i = 0; i < processes.Count; i++)
            {
                readings[i].Add(Megabytes(processes[i].Id));
            }
        }

        return readings.ConvertAll(r => r.Average());
    }

    private static double Megabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static async Task<long> ConnectionsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = 'rhythm'", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
