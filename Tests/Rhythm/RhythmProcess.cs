using System.Diagnostics;
using System.Globalization;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

/// <summary>The agent service as a process of its own that can be killed and frozen.</summary>
internal sealed class RhythmProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RhythmProcess(Process process, string node) => (_process, Node) = (process, node);

    public string Node { get; }

    public static RhythmProcess Start(string node, string connection, string address, double tickSeconds, params (string Task, string Every, string Priority)[] tasks) =>
        Start(node, connection, address, tickSeconds, [], tasks);

    /// <param name="node">Its name.</param>
    /// <param name="connection">Its database.</param>
    /// <param name="address">What the tasks call.</param>
    /// <param name="tickSeconds">Time between two looks.</param>
    /// <param name="more">More settings; with any the built-in tasks stay.</param>
    /// <param name="tasks">Its own tasks.</param>
    public static RhythmProcess Start(
        string node, string connection, string address, double tickSeconds, (string Key, string Value)[] more, params (string Task, string Every, string Priority)[] tasks)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalAi.AgentApi.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        Set("ConnectionStrings__localai", connection);
        Set("urls", "http://127.0.0.1:0");
        Set("Logging__LogLevel__Default", "Warning");
        Set("Rhythm__Node", node);
        Set("Rhythm__TickSeconds", tickSeconds.ToString(CultureInfo.InvariantCulture));
        Set("Rhythm__LeaseSeconds", "5");
        Set("Rhythm__RunWithoutDatabase", "false");
        string[] builtIn = ["health_check", "performance_analysis", "system_maintenance", "daily_routine", "event_analysis", "watch_llm", "watch_machine", "watch_schedules"];
        for (var i = 0; i < builtIn.Length && more.Length == 0; i++)
        {
            Set($"Rhythm__Without__{i}", builtIn[i]);
        }

        for (var i = 0; i < tasks.Length; i++)
        {
            Set($"Rhythm__Tasks__{i}__Name", tasks[i].Task);
            Set($"Rhythm__Tasks__{i}__Every", tasks[i].Every);
            Set($"Rhythm__Tasks__{i}__Priority", tasks[i].Priority);
            Set($"Rhythm__Tasks__{i}__Url", $"{address}/{tasks[i].Task}");
        }

        foreach (var (key, value) in more)
        {
            Set(key, value);
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new RhythmProcess(process, node);

        void Set(string key, string value) => start.Environment[key] = value;
    }

    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Freezes it, and returns when every thread of it stands still.</summary>
    public async Task FreezeAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("STOP", cancellationToken);
        await Eventually.TrueAsync(
            () => Directory.EnumerateDirectories($"/proc/{_process.Id}/task").All(t => File.ReadAllText(t + "/stat") is var stat && stat[stat.LastIndexOf(')') + 2] is 'T'),
            "it stands still", cancellationToken);
    }

    public Task ExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
