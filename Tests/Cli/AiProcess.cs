using System.Diagnostics;
using System.Text;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

/// <summary>The real program, started as a user would, with pipes.</summary>
internal sealed class AiProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly Task _reading;
    private readonly Task<string> _error;

    private AiProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync(process.StandardOutput, _out);
        _error = process.StandardError.ReadToEndAsync();
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "ai.dll");

    /// <summary>What it has written so far.</summary>
    public string Out
    {
        get
        {
            lock (_out)
            {
                return _out.ToString();
            }
        }
    }

    /// <summary>Runs to the end with nothing on standard input.</summary>
    public static Task<AiResult> RunAsync(FakeLocalAi? fake, params string[] arguments) => RunAsync(fake, "", [], arguments);

    public static async Task<AiResult> RunAsync(FakeLocalAi? fake, string input, (string Key, string Value)[] environment, params string[] arguments)
    {
        await using var ai = Start(fake, environment, arguments);
        return await ai.EndAsync(input);
    }

    public static AiProcess Start(FakeLocalAi? fake, (string Key, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (key, value) in Environment(fake).Concat(environment))
        {
            start.Environment[key] = value;
        }

        return new AiProcess(Process.Start(start)!);
    }

    /// <summary>English, no data folder of this machine, and the fake for every service.</summary>
    public static IEnumerable<(string Key, string Value)> Environment(FakeLocalAi? fake)
    {
        var values = new List<(string, string)>
        {
            ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8"), ("LOCALAI_API_KEY", ""), ("NO_COLOR", ""),
            ("LOCALAI_DATA", Path.Combine(Path.GetTempPath(), "localai-test-no-data-folder")),
        };
        if (fake is not null)
        {
            values.AddRange(new[] { "GATEWAY", "RAG", "EMBEDDING", "AGENT" }.Select(name => ("LOCALAI_" + name, fake.Url)));
        }

        return values;
    }

    /// <summary>SIGINT, as Ctrl+C sends it.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExit();

    public Task ShowsAsync(string text) =>
        Eventually.TrueAsync(() => Out.Contains(text, StringComparison.Ordinal), $"ai shows \"{text}\"", TestContext.Current.CancellationToken);

    public async Task<AiResult> EndAsync(string input = "")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await _process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything.
        }

        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        return new AiResult(_process.ExitCode, Out, await _error);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (text)
            {
                text.Append(buffer, 0, read);
            }
        }
    }
}
