using System.Globalization;

namespace LocalAi.Hosting.Processes;

/// <summary>Ends what a killed host left behind. A process is ours only by pid and start time, by its cgroup, or by the host id in its environment.</summary>
internal static class OrphanSweep
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns how many processes were ended.</summary>
    public static async Task<int> RunAsync(string registryFile, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(registryFile))
        {
            return 0;
        }

        var lines = await File.ReadAllLinesAsync(registryFile, cancellationToken);
        var head = lines.Length > 0 ? lines[0].Split(' ') : [];
        if (head.Length != 2 || head[0] != ProcFileSystem.BootId())
        {
            File.Delete(registryFile);
            return 0;
        }

        var ended = 0;
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;

        // A group found once stays ours to the end of the sweep: its leader may be gone while what it just forked is not.
        var groups = new HashSet<int>();
        var orphans = Find(lines, head[1], groups);
        while (orphans.Count > 0 && Environment.TickCount64 < deadline)
        {
            ended = Math.Max(ended, orphans.Count);
            foreach (var group in groups)
            {
                PosixSignals.Send(-group, StopSignal.Kill);
            }

            foreach (var pid in orphans)
            {
                PosixSignals.Send(pid, StopSignal.Kill);
            }

            await Task.Delay(20, cancellationToken);
            orphans = Find(lines, head[1], groups);
        }

        // With all that were the killed host's: those of processes that had ended before it are in no line.
        foreach (var folder in lines.Skip(1).SelectMany(Cgroups).Select(f => Path.GetDirectoryName(f)!).Distinct(StringComparer.Ordinal))
        {
            if (Path.GetFileName(folder) == "localai-" + head[1])
            {
                Limits.Cgroup.Remove(folder);
            }
        }

        File.Delete(registryFile);
        return ended;
    }

    private static HashSet<int> Find(string[] lines, string hostId, HashSet<int> groups)
    {
        var found = new HashSet<int>();
        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(' ');
            if (fields.Length >= 4 && int.TryParse(fields[0], out var pid) && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var ticks)
                && ProcFileSystem.StartTicks(pid) == ticks)
            {
                groups.Add(pid);
            }

            found.UnionWith(Cgroups(line).SelectMany(Limits.Cgroup.Processes));
        }

        var entry = $"{ProcessRegistry.HostVariable}={hostId}";
        foreach (var pid in ProcFileSystem.Processes())
        {
            if (ProcFileSystem.Stat(pid) is { } stat && !ProcFileSystem.IsZombie(stat)
                && (groups.Contains(ProcFileSystem.Group(stat)) || ProcFileSystem.HasEnvironment(pid, entry)))
            {
                found.Add(pid);
            }
        }

        found.Remove(Environment.ProcessId);
        return found;
    }

    private static IEnumerable<string> Cgroups(string line) =>
        line.Split(' ') is [_, _, not "-", ..] fields ? fields[2].Split(':') : [];
}
