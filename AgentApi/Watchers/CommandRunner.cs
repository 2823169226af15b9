using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LocalAi.AgentApi.Watchers;

/// <summary>Runs the small programs a watcher asks (lms, crontab, systemctl): without a shell, with a time limit and bounded output.</summary>
internal sealed class CommandRunner(TimeProvider time)
{
    private const int LongestOutput = 1 << 20;

    /// <summary>Runs a program to its end. Null when it is not on this machine; exit code -1 when it took too long or said too much and was ended.</summary>
    public async Task<CommandResult?> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            // A read of a pipe may not hear of its cancellation: the wait does, and the program's end then ends the read.
            var errors = DrainAsync(process.StandardError, either.Token);
            var output = await ReadAsync(process.StandardOutput, either.Token).WaitAsync(either.Token);
            await errors.WaitAsync(either.Token);
            if (output is null)
            {
                return new CommandResult(-1, "");
            }

            await process.WaitForExitAsync(either.Token);
            return new CommandResult(process.ExitCode, output);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CommandResult(-1, "");
        }
        finally
        {
            End(process);
        }
    }

    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (text.Length + read > LongestOutput)
            {
                return null;
            }

            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static async Task DrainAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        for (var total = 0; total < LongestOutput && await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read; total += read)
        {
            // What a program says on standard error is not asked for; unread it would block it.
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in this moment.
        }
    }
}
