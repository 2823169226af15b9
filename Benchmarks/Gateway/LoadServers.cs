using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LocalAi.Gateway.Keys;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>The processes of a run: mock upstream, nginx, bare proxy, gateway, and Portkey when it is there.</summary>
internal sealed class LoadServers : IAsyncDisposable
{
    private readonly List<Process> _processes = [];

    public required string Folder { get; init; }

    public List<LoadTarget> Targets { get; } = [];

    public string MockUrl { get; private set; } = "";

    public string Key { get; } = ApiKeyText.Create();

    public static Task<LoadServers> StartAsync(string? portkey, CancellationToken cancellationToken) => StartAsync(
        async servers =>
        {
            await servers.StartNginxAsync(cancellationToken);
            await servers.StartBareProxyAsync(cancellationToken);
            await servers.StartPortkeyAsync(portkey, cancellationToken);
        },
        cancellationToken);

    public static Task<LoadServers> StartMockOnlyAsync(CancellationToken cancellationToken) => StartAsync(_ => Task.CompletedTask, cancellationToken);

    private static async Task<LoadServers> StartAsync(Func<LoadServers, Task> more, CancellationToken cancellationToken)
    {
        var servers = new LoadServers { Folder = Directory.CreateTempSubdirectory("localai-gateway-bench-").FullName };
        try
        {
            await servers.StartMockAsync(cancellationToken);
            await more(servers);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a gateway with everything on: a key, limits, breaker, usage buffer, metrics. Returns the time to its first answer.</summary>
    public async Task<(LoadTarget Target, TimeSpan Start, Process Process)> StartGatewayAsync(
        IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var environment = await SettingsAsync(port, cancellationToken);
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        foreach (var (key, value) in settings)
        {
            environment[key] = value;
        }

        var watch = Stopwatch.StartNew();
        var process = Track(Programs.Start("dotnet", [typeof(KeyRing).Assembly.Location], environment));
        await Programs.UntilAnswersAsync($"http://127.0.0.1:{port}/v1/models", cancellationToken);
        var start = watch.Elapsed;
        return (new LoadTarget("gateway", $"http://127.0.0.1:{port}", [process.Id], new Dictionary<string, string> { ["Authorization"] = "Bearer " + Key }), start, process);
    }

    /// <summary>The settings of a gateway over the mock, with a data folder of its own that holds <see cref="Key"/>.</summary>
    public async Task<Dictionary<string, string>> SettingsAsync(int port, CancellationToken cancellationToken)
    {
        var data = Directory.CreateDirectory(Path.Combine(Folder, "data" + port.ToString(CultureInfo.InvariantCulture))).FullName;
        await WriteKeyAsync(data, cancellationToken);
        return new Dictionary<string, string>
        {
            ["LocalAi__DataFolder"] = data,

            // Nothing answers there: keys come from the copy in the data folder, usage is buffered. No disk takes part in the measurement.
            ["ConnectionStrings__localai"] = $"Host=127.0.0.1;Port={FreePort()};Username=bench;Database=bench",
            ["Gateway__Upstreams__llm__Endpoint"] = MockUrl,
            ["Gateway__Upstreams__llm__PoolSize"] = "64",
            ["Gateway__Upstreams__llm__Slots"] = "64",
            ["Gateway__Upstreams__lmstudio__Enabled"] = "false",
            ["Gateway__Upstreams__ollama__Enabled"] = "false",
            ["Gateway__Upstreams__embedding__Enabled"] = "false",
            ["Gateway__Usage__BufferedRows"] = "1000",
            ["Gateway__Limits__RequestsPerMinute"] = "100000000",
            ["Gateway__Limits__TokensPerMinute"] = "1000000000",
            ["Gateway__Limits__Concurrency"] = "1000",
        };
    }

    public void Stop(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        _processes.Remove(process);
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WriteKeyAsync(string data, CancellationToken cancellationToken)
    {
        var record = new ApiKeyRecord
        {
            Id = "bench",
            Name = "bench",
            User = "bench",
            Role = "user",
            Prefix = ApiKeyText.PrefixOf(Key).ToString(),
            Hash = ApiKeyText.Hash(Key),
        };
        Directory.CreateDirectory(Path.Combine(data, "keys"));
        await File.WriteAllBytesAsync(
            Path.Combine(data, "keys", "gateway-keys.json"), JsonSerializer.SerializeToUtf8Bytes([record], KeyJson.Default.ListApiKeyRecord), cancellationToken);
    }

    /// <summary>Starts the mock, the smallest server of the same framework, once more and ends it. Returns the time to its first answer.</summary>
    public async Task<TimeSpan> StartBareAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var (_, process) = await RunMockAsync(cancellationToken);
        var start = watch.Elapsed;
        Stop(process);
        return start;
    }

    private async Task StartMockAsync(CancellationToken cancellationToken)
    {
        (MockUrl, var process) = await RunMockAsync(cancellationToken);
        Targets.Add(new LoadTarget("direct", MockUrl, [process.Id], new Dictionary<string, string>()));
    }

    private async Task<(string Url, Process Process)> RunMockAsync(CancellationToken cancellationToken)
    {
        var port = FreePort();
        var process = Track(Programs.Start("dotnet", [typeof(LoadServers).Assembly.Location, "gateway", "mock", port.ToString(CultureInfo.InvariantCulture)]));
        var url = $"http://127.0.0.1:{port}";
        await Programs.UntilAnswersAsync(url + "/health", cancellationToken);
        return (url, process);
    }

    private async Task StartNginxAsync(CancellationToken cancellationToken)
    {
        var port = FreePort();
        var file = Path.Combine(Folder, "nginx.conf");
        await File.WriteAllTextAsync(
            file,
            $$"""
            worker_processes auto;
            daemon off;
            pid {{Folder}}/nginx.pid;
            error_log {{Folder}}/nginx.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              keepalive_requests 1000000;
              client_body_temp_path {{Folder}}/body; proxy_temp_path {{Folder}}/proxy; fastcgi_temp_path {{Folder}}/f; uwsgi_temp_path {{Folder}}/u; scgi_temp_path {{Folder}}/s;
              upstream mock { server {{new Uri(MockUrl).Authority}}; keepalive 64; keepalive_requests 1000000; }
              server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass http://mock; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; client_max_body_size 10m; client_body_buffer_size 128k; }
              }
            }
            """,
            cancellationToken);
        var process = Track(Programs.Start(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-c", file, "-p", Folder, "-e", Path.Combine(Folder, "nginx.log")]));
        await Programs.UntilAnswersAsync($"http://127.0.0.1:{port}/health", cancellationToken);
        Targets.Add(new LoadTarget("nginx", $"http://127.0.0.1:{port}", ProcessFigures.WithChildren(process.Id), new Dictionary<string, string>()));
    }

    private async Task StartBareProxyAsync(CancellationToken cancellationToken)
    {
        var port = FreePort();
        var process = Track(Programs.Start("dotnet", [typeof(LoadServers).Assembly.Location, "gateway", "bare", port.ToString(CultureInfo.InvariantCulture), MockUrl]));
        await Programs.UntilAnswersAsync($"http://127.0.0.1:{port}/health", cancellationToken);
        Targets.Add(new LoadTarget("bare C#", $"http://127.0.0.1:{port}", [process.Id], new Dictionary<string, string>()));
    }

    /// <param name="folder">Where Portkey was installed, or null; the README has the command.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private async Task StartPortkeyAsync(string? folder, CancellationToken cancellationToken)
    {
        var script = folder is null ? null : Path.Combine(folder, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
        if (script is null || !File.Exists(script))
        {
            return;
        }

        // It binds every interface; keep it on loopback.
        var preload = Path.Combine(Folder, "loopback.cjs");
        await File.WriteAllTextAsync(
            preload,
            "const net=require('net');const l=net.Server.prototype.listen;net.Server.prototype.listen=function(p,...r){return l.call(this,typeof p==='object'?{...p,host:'127.0.0.1'}:{port:p,host:'127.0.0.1'},...r.filter(x=>typeof x==='function'))};",
            cancellationToken);
        var port = FreePort();
        var process = Track(Programs.Start("node", ["--require", preload, script, "--port=" + port.ToString(CultureInfo.InvariantCulture), "--headless"]));
        await Programs.UntilAnswersAsync($"http://127.0.0.1:{port}/", cancellationToken);
        Targets.Add(new LoadTarget("portkey", $"http://127.0.0.1:{port}", [process.Id], new Dictionary<string, string>
        {
            ["x-portkey-provider"] = "openai",
            ["x-portkey-custom-host"] = MockUrl + "/v1",
            ["Authorization"] = "Bearer none",
        }));
    }

    private Process Track(Process process)
    {
        _processes.Add(process);
        return process;
    }
}
