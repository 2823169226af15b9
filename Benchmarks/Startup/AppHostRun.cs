using System.Diagnostics;
using System.Text.Json;
using LocalAi.Hosting.Processes;

namespace LocalAi.Benchmarks.Startup;

/// <summary>The built AppHost as a process, with free ports and a data folder of the harness.</summary>
internal sealed class AppHostRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string[] Ports = ["Gateway", "Llm", "Rag", "Embedding", "AgentApi", "Dashboard", "Otlp"];

    private readonly string _dataFolder;
    private readonly Process _process;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public AppHostRun(string dataFolder)
    {
        _dataFolder = dataFolder;
        var start = new ProcessStartInfo(FindProgram.DotNet(), [Assembly()]) { RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["LOCALAI_DATA"] = dataFolder;
        start.Environment["Host__Install"] = "false";
        foreach (var port in Ports)
        {
            start.Environment["Ports__" + port] = "0";
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Waits until everything is ready; returns the seconds on this clock and what the dashboard's API says.</summary>
    public async Task<(double Seconds, JsonElement Resources)> UntilReadyAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_dataFolder, "run", "host.json");
        while (_clock.Elapsed < Patience && !_process.HasExited)
        {
            if (File.Exists(file))
            {
                using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellationToken));
                if (json.RootElement.GetProperty("readySeconds").ValueKind == JsonValueKind.Number)
                {
                    var seconds = _clock.Elapsed.TotalSeconds;
                    return (seconds, await ResourcesAsync(json.RootElement.GetProperty("dashboardUrl").GetString()!, cancellationToken));
                }
            }

            await Task.Delay(20, cancellationToken);
        }

        throw new TimeoutException("AppHost did not become ready; run it by hand to see why.");
    }

    public async ValueTask DisposeAsync()
    {
        PosixSignals.Send(Id, StopSignal.Interrupt);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Of the same build as this program.</summary>
    private static string Assembly()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = output.Parent!.Name;
        var root = output.Parent.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, "AppHost", "bin", configuration, "net10.0", "LocalAi.AppHost.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build it first: dotnet build -c {configuration} AppHost", path);
    }

    private static async Task<JsonElement> ResourcesAsync(string dashboardUrl, CancellationToken cancellationToken)
    {
        var login = new Uri(dashboardUrl);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(login, "/api/resources"));
        request.Headers.Authorization = new("Bearer", login.Query[(login.Query.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        using var answer = await client.SendAsync(request, cancellationToken);
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
        return json.RootElement.GetProperty("resources").Clone();
    }
}
