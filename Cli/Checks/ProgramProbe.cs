using System.ComponentModel;
using System.Diagnostics;

namespace LocalAi.Cli.Checks;

/// <summary>Looks for programs and asks them for their version.</summary>
internal static class ProgramProbe
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The first line the program prints, or null when it is not there or does not answer in time.</summary>
    public static async Task<string?> VersionAsync(string program, string argument, CancellationToken cancellationToken)
    {
        // What a shell would find: a bare name is looked for beside this program first, and beside `dotnet` there is always one.
        if (Find(program) is not { } path)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(path, argument) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true });
            var line = await process!.StandardOutput.ReadLineAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? line?.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process?.Kill(entireProcessTree: true);
            return null;
        }
        finally
        {
            process?.Dispose();
        }
    }

    /// <summary>Full path of a program on PATH or in one of the folders; null when there is none.</summary>
    public static string? Find(string program, params IEnumerable<string> folders)
    {
        var name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(folders)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
