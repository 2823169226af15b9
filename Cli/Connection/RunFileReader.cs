using System.Diagnostics;
using System.Text.Json;
using LocalAi.Contracts;

namespace LocalAi.Cli.Connection;

/// <summary>Finds the running host by its run file.</summary>
internal static class RunFileReader
{
    private const long LongestFile = 1024 * 1024;

    /// <summary>A process that started this much after the run file's time is another one with the same id.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);

    /// <summary>The run file, and whether its host lives. Null when there is none, or when it cannot be read.</summary>
    public static (HostRun Run, bool Alive)? Read(string dataFolder)
    {
        try
        {
            var file = new FileInfo(DataFolder.RunFile(dataFolder));
            if (!file.Exists || file.Length > LongestFile)
            {
                return null;
            }

            using var stream = file.OpenRead();
            return JsonSerializer.Deserialize(stream, HostJson.Default.HostRun) is { } run ? (run, IsAlive(run)) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static bool IsAlive(HostRun run)
    {
        try
        {
            using var process = Process.GetProcessById(run.Pid);
            return !process.HasExited && process.StartTime.ToUniversalTime() <= run.StartedAt.UtcDateTime + ClockSlack;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Somebody else's process: it lives, more may not be asked.
            return true;
        }
    }
}
