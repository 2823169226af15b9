using System.ComponentModel;
using System.Diagnostics;

namespace LocalAi.Hosting.Programs;

/// <summary>Runs an installer in the background of the start, line by line of progress. One at a time.</summary>
internal sealed class InstallCommand(bool isAllowed) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Returns null when it worked, else a sentence that says why not and what to run.</summary>
    public async Task<string?> RunAsync(NativeInstall needed, Action<string> say, CancellationToken cancellationToken)
    {
        var line = $"{needed.Command} {string.Join(' ', needed.Args)}";
        if (!isAllowed)
        {
            return $"Not installed, and Host:Install is false; run: {line}";
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (needed.IsDone())
            {
                return null;
            }

            say($"installing: {line}");
            var (code, last) = await ExecuteAsync(needed, say, patience.Token);
            return code == 0 && needed.IsDone() ? null : $"'{line}' failed with code {code}: {last}";
        }
        catch (Win32Exception failure)
        {
            return $"'{line}' does not start: {failure.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"'{line}' was not done after {Patience.TotalMinutes:0} minutes.";
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static async Task<(int Code, string Last)> ExecuteAsync(NativeInstall needed, Action<string> say, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(needed.Command, needed.Args) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start) ?? throw new Win32Exception($"{needed.Command} did not start.");
        process.StandardInput.Close();
        var last = "";
        try
        {
            await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, last);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } text)
            {
                if (text.Trim() is { Length: > 0 } trimmed)
                {
                    last = trimmed;
                    say(trimmed);
                }
            }
        }
    }
}
