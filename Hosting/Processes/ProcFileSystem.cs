using System.Globalization;

namespace LocalAi.Hosting.Processes;

/// <summary>What /proc tells of a process (proc(5)).</summary>
internal static class ProcFileSystem
{
    private static readonly long PageSize = Environment.SystemPageSize;

    // USER_HZ: 100 on every architecture Linux runs .NET on.
    private const double TicksPerSecond = 100;

    /// <summary>Fields 3 (state) and up of /proc/{pid}/stat; null when there is no such process.</summary>
    public static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");

            // The program's name stands in parentheses and may itself hold some.
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Clock ticks from boot to the process's start: with the pid, names a process for good. Null when there is no such process.</summary>
    public static long? StartTicks(int pid) => Stat(pid) is { } fields ? long.Parse(fields[19], CultureInfo.InvariantCulture) : null;

    public static int Group(string[] stat) => int.Parse(stat[2], CultureInfo.InvariantCulture);

    public static bool IsZombie(string[] stat) => stat[0] == "Z";

    public static ProcessUsage Usage(string[] stat)
    {
        var ticks = long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture);
        return new ProcessUsage(TimeSpan.FromSeconds(ticks / TicksPerSecond), long.Parse(stat[21], CultureInfo.InvariantCulture) * PageSize);
    }

    public static IEnumerable<int> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    public static string? CommandLine(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim();
            return text.Length == 0 ? null : text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the environment a process was started with holds an entry.</summary>
    public static bool HasEnvironment(int pid, string entry)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains(entry, StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Names this boot of the machine; pids of an earlier one mean nothing.</summary>
    public static string BootId() => File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";
}
