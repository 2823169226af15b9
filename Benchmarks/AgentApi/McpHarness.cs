using System.Globalization;
using LocalAi.Benchmarks.Gateway;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>
/// Our MCP endpoint with keys, limits and audit on, against a minimal server on the official TypeScript SDK without any of them and against the
/// reference server: the same call, the same client, one after the other in every round.
/// </summary>
internal sealed class McpHarness : IHarness
{
    private const string Ours = "ours, sessions";
    private const string OursStateless = "ours, stateless";
    private const string Minimal = "TypeScript SDK, minimal";
    private const string Everything = "server-everything";
    private const int IdleSessions = 1000;

    private static readonly int[] Connections = [1, 16];

    public string Name => "mcp";

    public string Summary => "calls a second and CPU a call against the official TypeScript SDK; idle sessions (--seconds 2, --rounds 3)";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args is ["serve", var port, var connection, var workspace])
        {
            return await McpServe.RunAsync(port, connection, workspace, cancellationToken);
        }

        if (!await McpServers.InstallAsync(cancellationToken))
        {
            Console.Error.WriteLine("npm is not on this machine: apt-get install npm");
            return 2;
        }

        await using var servers = new McpServers();
        var goals = new GoalList();
        await CallsAsync(servers, goals, HarnessOptions.Number(args, "--rounds", 3), TimeSpan.FromSeconds(HarnessOptions.Number(args, "--seconds", 2)), cancellationToken);
        await IdleAsync(servers, goals, cancellationToken);
        Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg")[..4]}");
        return goals.Print();
    }

    private static async Task CallsAsync(McpServers servers, GoalList goals, int rounds, TimeSpan length, CancellationToken cancellationToken)
    {
        var (ours, minimal, everything) = (McpServers.FreePort(), McpServers.FreePort(), McpServers.FreePort());
        var oursId = (await servers.StartOursAsync(ours, cancellationToken)).Id;
        var minimalId = (await servers.StartNodeAsync(minimal, "minimal.mjs", cancellationToken, minimal.ToString(CultureInfo.InvariantCulture))).Id;
        var everythingId = (await servers.StartNodeAsync(everything, "node_modules/@modelcontextprotocol/server-everything/dist/index.js", cancellationToken, "streamableHttp")).Id;
        McpTarget[] targets =
        [
            new(Ours, ours, oursId, IsStateless: false),
            new(OursStateless, ours, oursId, IsStateless: true),
            new(Minimal, minimal, minimalId, IsStateless: false),
            new(Everything, everything, everythingId, IsStateless: false),
        ];
        foreach (var target in targets)
        {
            await McpLoad.RunAsync(target, 16, length, cancellationToken);
        }

        foreach (var connections in Connections)
        {
            var results = targets.ToDictionary(t => t.Name, _ => new List<McpLoad>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var target in targets)
                {
                    results[target.Name].Add(await McpLoad.RunAsync(target, connections, length, cancellationToken));
                }
            }

            Tell(connections, results);
            if (connections > 1)
            {
                Judge(goals, results);
            }
        }
    }

    private static void Tell(int connections, Dictionary<string, List<McpLoad>> results)
    {
        Console.WriteLine($"{connections} connections, medians");
        foreach (var (name, loads) in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-25} {Figures.Median(loads.Select(l => l.CallsPerSecond)),8:0} calls/s   median {Figures.Median(loads.Select(l => l.MedianMs)),7:0.000} ms   p95 {Figures.Median(loads.Select(l => l.P95Ms)),7:0.000} ms   CPU {Figures.Median(loads.Select(l => l.CpuMicroseconds)),5:0} µs/call"));
        }
    }

    private static void Judge(GoalList goals, Dictionary<string, List<McpLoad>> results)
    {
        foreach (var name in (string[])[Ours, OursStateless])
        {
            goals.CheckAtLeast($"{name}: calls/s against {Minimal}", Ratio(name, Minimal, l => l.CallsPerSecond), 2);
            goals.Check($"{name}: CPU a call against {Minimal}", Ratio(name, Minimal, l => l.CpuMicroseconds), 0.6);
            goals.CheckAtLeast($"{name}: calls/s against {Everything}", Ratio(name, Everything, l => l.CallsPerSecond), 5);
        }

        // Round by round, since the machine's load changes between rounds.
        double Ratio(string name, string other, Func<McpLoad, double> figure) => Figures.Median(results[name].Zip(results[other], (a, b) => figure(a) / figure(b)));
    }

    private static async Task IdleAsync(McpServers servers, GoalList goals, CancellationToken cancellationToken)
    {
        var port = McpServers.FreePort();
        var process = await servers.StartOursAsync(port, cancellationToken);
        var target = new McpTarget("ours, idle", port, process.Id, IsStateless: false);
        for (var i = 0; i < 50; i++)
        {
            using var warm = await McpConnection.OpenAsync(target, cancellationToken);
            await warm.CallAsync(cancellationToken);
        }

        var before = ProcessFigures.Memory(process.Id, "VmRSS");
        for (var i = 0; i < IdleSessions - 50; i++)
        {
            using var session = await McpConnection.OpenAsync(target, cancellationToken);
        }

        var grown = ProcessFigures.Memory(process.Id, "VmRSS") - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{IdleSessions} idle sessions: {grown:0.0} MiB more than 50 ({before:0.0} MiB)"));
        goals.Check($"MiB of {IdleSessions} idle sessions", grown * IdleSessions / (IdleSessions - 50), 60);
    }
}
