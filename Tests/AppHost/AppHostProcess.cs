using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalAi.Hosting.Processes;

namespace LocalAi.Tests.AppHost;

/// <summary>The built AppHost, run as a process with a temporary data folder and free ports.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string[] PortNames = ["Gateway", "Llm", "Rag", "Embedding", "AgentApi", "Dashboard", "Otlp"];

    private readonly StringBuilder _text = new();
    private readonly Process _process;

    private AppHostProcess(Process process, string dataFolder)
    {
        _process = process;
        DataFolder = dataFolder;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string DataFolder { get; }

    public int Id => _process.Id;

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The repository's folder: the tests run below it.</summary>
    public static string Root { get; } = FindRoot();

    public static AppHostProcess Start(string dataFolder, params (string Name, string Value)[] environment)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var assembly = Path.Combine(Root, "AppHost", "bin", configuration, "net10.0", "LocalAi.AppHost.dll");
        var start = new ProcessStartInfo(FindProgram.DotNet(), [assembly, .. environment.Where(e => e.Name.StartsWith('-')).SelectMany(e => new[] { e.Name, e.Value }).Where(a => a.Length > 0)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LOCALAI_DATA"] = dataFolder;
        start.Environment["Host__Install"] = "false";
        foreach (var port in PortNames)
        {
            start.Environment["Ports__" + port] = "0";
        }

        foreach (var (name, value) in environment.Where(e => !e.Name.StartsWith('-')))
        {
            start.Environment[name] = value;
        }

        return new AppHostProcess(Process.Start(start)!, dataFolder);
    }

    /// <summary>Waits until run/host.json says it is ready, and returns it.</summary>
    public async Task<JsonElement> UntilReadyAsync(CancellationToken cancellationToken) =>
        await UntilAsync(r => r.GetProperty("readySeconds").ValueKind == JsonValueKind.Number, cancellationToken);

    /// <summary>Waits until run/host.json is as described.</summary>
    public async Task<JsonElement> UntilAsync(Predicate<JsonElement> isSo, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var file = Path.Combine(DataFolder, "run", "host.json");
        while (!patience.IsCancellationRequested && !_process.HasExited)
        {
            if (File.Exists(file))
            {
                using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellationToken));
                if (json.RootElement.GetProperty("pid").GetInt32() == Id && isSo(json.RootElement))
                {
                    return json.RootElement.Clone();
                }
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new TimeoutException($"AppHost did not get there{(_process.HasExited ? $", it ended with {_process.ExitCode}" : "")}:\n{Text}");
    }

    public void Signal(StopSignal signal) => PosixSignals.Send(Id, signal);

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Command lines of processes that work on this data folder or were started by its host; the host itself is left out.</summary>
    public IReadOnlyList<string> Survivors(string hostId) =>
        [.. ProcFileSystem.Processes().Where(pid => pid != Id && pid != Environment.ProcessId)
            .Where(pid => ProcFileSystem.Stat(pid) is { } stat && !ProcFileSystem.IsZombie(stat))
            .Where(pid => ProcFileSystem.HasEnvironment(pid, $"{ProcessRegistry.HostVariable}={hostId}") || ProcFileSystem.CommandLine(pid)?.Contains(DataFolder, StringComparison.Ordinal) == true)
            .Select(pid => $"{pid} {ProcFileSystem.CommandLine(pid)}")];

    /// <summary>The id under which the host's processes are known, from run/processes.</summary>
    public async Task<string> HostIdAsync(CancellationToken cancellationToken) =>
        (await File.ReadAllLinesAsync(Path.Combine(DataFolder, "run", "processes"), cancellationToken))[0].Split(' ')[1];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(StopSignal.Interrupt);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Signal(StopSignal.Kill);
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LocalAi.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run below the repository.");
    }

    private void Append(string? line)
    {
        lock (_text)
        {
            _text.AppendLine(line);
        }
    }
}
