using System.Globalization;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>CPU and memory of processes, from /proc.</summary>
internal static class ProcessFigures
{
    // USER_HZ is 100 on every Linux this runs on (proc(5)).
    private const double TicksPerSecond = 100;

    public static double CpuSeconds(IReadOnlyList<int> processes) => processes.Sum(id =>
    {
        var fields = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // utime and stime are fields 14 and 15; the part behind the name begins with field 3.
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    });

    /// <summary>MiB of VmRSS (now) or VmHWM (highest).</summary>
    public static double Memory(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public static IReadOnlyList<int> WithChildren(int process)
    {
        var children = Directory.GetDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == process);
        return [process, .. children];
    }

    private static int ParentOf(int process)
    {
        try
        {
            return int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
