using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalAi.Tests.Inference;

/// <summary>
/// The real sidecar as a process on a free port, with one llama.cpp thread, over a models folder of its own.
/// <see cref="StartAsync"/> skips the test, with the line that installs it, when Node or node_modules is missing.
/// </summary>
internal sealed partial class InferenceServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private InferenceServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Received(line.Data);
        process.ErrorDataReceived += (_, line) => Received(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The sidecar ended before it listened: " + Output));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Folder { get; } = FindFolder();

    public InferenceClient Client { get; private set; } = null!;

    /// <summary>Everything it wrote to standard output and error so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts the sidecar and waits until it listens.</summary>
    public static async Task<InferenceServer> StartAsync(string models, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        var server = Launch(models, settings);
        try
        {
            server.Client = new InferenceClient(await server._listening.Task.WaitAsync(Patience, cancellationToken));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the sidecar with settings it should refuse; returns its exit code and output.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string models, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        await using var server = Launch(models, settings);
        await server._process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (server._process.ExitCode, server.Output);
    }

    /// <summary>Sends SIGTERM, without waiting.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Closes our end of its standard input, as a parent's death does.</summary>
    public void ClosePipe() => _process.StandardInput.Close();

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public static void SkipUnlessInstalled()
    {
        Assert.SkipWhen(Program("node") is null, "Node is not on this machine: apt-get install nodejs npm");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "node-llama-cpp")), "llama.cpp is not installed: node Inference/install.mjs");
    }

    private static InferenceServer Launch(string models, (string Key, string Value)[] settings)
    {
        SkipUnlessInstalled();
        var start = new ProcessStartInfo(Program("node")!, [Path.Combine(Folder, "server.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(k => k.StartsWith("LOCALAI_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(inherited);
        start.Environment["PORT"] = "0";
        start.Environment["LOCALAI_MODELS"] = models;
        start.Environment["LOCALAI_THREADS"] = "1"; // more threads than free cores spin
        start.Environment["LOCALAI_SLOTS"] = "1";
        start.Environment["LOCALAI_GPU"] = "off";
        foreach (var (key, value) in settings) start.Environment[key] = value;
        return new InferenceServer(Process.Start(start)!);
    }

    private void Received(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        var match = Listening().Match(line);
        if (match.Success) _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    private static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static string FindFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LocalAi.sln"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? AppContext.BaseDirectory, "Inference");
    }

    [GeneratedRegex("listening on (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
