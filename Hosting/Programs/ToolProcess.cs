using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LocalAi.Hosting.Programs;

/// <summary>Runs a short tool to its end.</summary>
internal static class ToolProcess
{
    private const int LongestOutput = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="file">The program.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="input">Given as standard input, or null.</param>
    /// <param name="user">User to drop to when the host is root, or null.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public static async Task<ToolAnswer> RunAsync(
        string file, IReadOnlyList<string> args, string? input, string? user, CancellationToken cancellationToken)
    {
        var (program, all) = user is null
            ? (file, args)
            : ("setpriv", (IReadOnlyList<string>)[$"--reuid={user}", $"--regid={user}", "--clear-groups", "--", file, .. args]);
        var start = new ProcessStartInfo(program, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(file)),
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Process? process = null;
        try
        {
            process = Process.Start(start) ?? throw new Win32Exception($"{program} did not start.");
            var output = new StringBuilder();
            var reading = Task.WhenAll(ReadAsync(process.StandardOutput, output, patience.Token), ReadAsync(process.StandardError, output, patience.Token));
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            }

            process.StandardInput.Close();
            await reading;
            await process.WaitForExitAsync(patience.Token);
            return new ToolAnswer(process.ExitCode, output.ToString());
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return new ToolAnswer(-1, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ToolAnswer(-1, $"{file} was not done after {Patience.TotalMinutes:0} minutes.");
        }
        finally
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
            }

            process?.Dispose();
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder output, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lock (output)
            {
                if (output.Length < LongestOutput)
                {
                    output.Append(line).Append('\n');
                }
            }
        }
    }
}
