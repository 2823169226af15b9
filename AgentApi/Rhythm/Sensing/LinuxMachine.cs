using System.Globalization;

namespace LocalAi.AgentApi.Rhythm.Sensing;

/// <summary>
/// /proc, 60 µs a reading. In a container /proc shows the host, which is what is wanted: the host is what must stay calm.
/// </summary>
internal sealed class LinuxMachine(string root = "/") : IMachine, IDisposable
{
    private readonly string? _ownCpuFile = FindOwnCpuFile(root);
    private readonly PressureTrigger _pressure = new(root);

    public bool IsShortOfCpu() => _pressure.HasFired();

    public void Dispose() => _pressure.Dispose();

    public MachineReading? Read()
    {
        try
        {
            var (busy, total) = ReadStat();
            var (memory, available) = ReadMemory();
            return new MachineReading(busy, total, ReadOwnCpu(), memory, available, ReadPressure());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>user nice system idle iowait irq softirq steal: iowait is idle time, guest time is part of user.</summary>
    private (long Busy, long Total) ReadStat()
    {
        using var reader = new StreamReader(Path.Combine(root, "proc/stat"));
        var fields = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = fields.Skip(1).Take(8).Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    private (long Total, long Available) ReadMemory()
    {
        long total = 0, available = 0;
        foreach (var line in File.ReadLines(Path.Combine(root, "proc/meminfo")))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal))
            {
                total = Kilobytes(line);
            }
            else if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            {
                available = Kilobytes(line);
                break;
            }
        }

        return (total, available);
    }

    /// <summary>"some avg10=0.00 avg60=1.25 avg300=0.10 total=123", in percent.</summary>
    private double? ReadPressure()
    {
        try
        {
            using var reader = new StreamReader(Path.Combine(root, "proc/pressure/memory"));
            var average = reader.ReadLine()!.Split(' ').First(f => f.StartsWith("avg60=", StringComparison.Ordinal));
            return double.Parse(average.AsSpan("avg60=".Length), CultureInfo.InvariantCulture) / 100;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or InvalidOperationException or NotSupportedException)
        {
            // PSI is off or not compiled in.
            return null;
        }
    }

    private TimeSpan ReadOwnCpu()
    {
        if (_ownCpuFile is not null)
        {
            try
            {
                var text = File.ReadAllText(_ownCpuFile);
                return _ownCpuFile.EndsWith("cpu.stat", StringComparison.Ordinal)
                    ? TimeSpan.FromMicroseconds(long.Parse(text.Split('\n')[0].Split(' ')[1], CultureInfo.InvariantCulture))
                    : TimeSpan.FromMicroseconds(long.Parse(text, CultureInfo.InvariantCulture) / 1000.0);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Fall through to the process's own count.
            }
        }

        return Environment.CpuUsage.TotalTime;
    }

    /// <summary>The CPU account of our own cgroup counts children too; the root cgroup counts everybody and is of no use.</summary>
    private static string? FindOwnCpuFile(string root)
    {
        try
        {
            foreach (var line in File.ReadLines(Path.Combine(root, "proc/self/cgroup")))
            {
                var parts = line.Split(':', 3);
                var group = parts[2].Trim('/');
                if (group.Length == 0)
                {
                    continue;
                }

                var file = parts[1].Length == 0
                    ? Path.Combine(root, "sys/fs/cgroup", group, "cpu.stat")
                    : parts[1].Split(',').Contains("cpuacct") ? Path.Combine(root, "sys/fs/cgroup/cpuacct", group, "cpuacct.usage") : null;
                if (file is not null && File.Exists(file))
                {
                    return file;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            // No cgroups here.
        }

        return null;
    }

    private static long Kilobytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
