using System.Diagnostics;
using System.Globalization;
using LocalAi.ServiceDefaults.Redis;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>A private Redis on a free port, gone with the test.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, int port)
    {
        _process = process;
        Connection = $"127.0.0.1:{port}";
    }

    public string Connection { get; }

    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "redis-server")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "Redis is not on this machine: apt-get install redis-server");
        var port = PostgresServer.FreePort();
        var process = Process.Start(new ProcessStartInfo(
            program, ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()])
        { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        return new RedisServer(process, port);
    }

    public async Task WaitConnectedAsync(params AgentHost[] hosts)
    {
        foreach (var host in hosts)
        {
            for (var i = 0; i < 200 && host.Get<RedisConnection>().Current is null; i++)
            {
                await Task.Delay(25);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }
}
