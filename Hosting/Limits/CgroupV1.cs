using System.Globalization;
using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Limits;

/// <summary>Control groups version 1: a folder per controller (kernel documentation, admin-guide/cgroup-v1).</summary>
internal sealed class CgroupV1 : ILimitEnforcer
{
    private const int PeriodMicroseconds = 100_000;
    private const int SharesPerCore = 1024;
    private static readonly string[] Wanted = ["memory", "cpu", "cpuacct", "pids"];

    // Controller → our folder under it.
    private readonly Dictionary<string, string> _folders;
    private readonly HashSet<string> _made = [];

    private CgroupV1(Dictionary<string, string> folders) => _folders = folders;

    public string Name => "cgroup v1";

    public IReadOnlyList<string> NotEnforced =>
        [.. Wanted.Where(c => c != "cpuacct" && !_folders.ContainsKey(c)).Select(c => $"The cgroup controller '{c}' cannot be used here; its limits are advisory.")];

    /// <summary>Null when neither memory nor CPU can be limited.</summary>
    public static CgroupV1? TryCreate(string hostId, string mounts, string ownGroups)
    {
        var own = ownGroups.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(':', 3)).Where(f => f.Length == 3)
            .SelectMany(f => f[1].Split(',').Select(c => (Controller: c, Path: f[2]))).ToLookup(e => e.Controller, e => e.Path);
        var folders = new Dictionary<string, string>();
        foreach (var line in mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            if (fields.Length < 4 || fields[2] != "cgroup")
            {
                continue;
            }

            foreach (var controller in fields[3].Split(',').Intersect(Wanted))
            {
                // In a container /proc/self/cgroup may name a path that is not mounted here.
                var path = own[controller].FirstOrDefault() is { } p && Directory.Exists(fields[1] + p) ? fields[1] + p.TrimEnd('/') : fields[1];
                var folder = $"{path}/localai-{hostId}";
                if (Cgroup.TryCreate(folder))
                {
                    folders[controller] = folder;
                }
            }
        }

        return folders.ContainsKey("memory") || folders.ContainsKey("cpu") ? new CgroupV1(folders) : null;
    }

    public LimitScope? Open(string resource, ResourceLimitsAnnotation? limits)
    {
        var joined = new List<string>();
        foreach (var (controller, parent) in _folders)
        {
            var folder = Path.Combine(parent, resource);
            if (Cgroup.TryCreate(folder))
            {
                _made.Add(folder);
                joined.Add(folder);
                Limit(controller, folder, limits);
            }
        }

        // Controllers mounted together share a folder.
        joined = [.. joined.Distinct()];
        return new LimitScope(joined, () => Sample(resource), () => Kills(resource));
    }

    public void Close()
    {
        foreach (var folder in _made)
        {
            Cgroup.Remove(folder);
        }

        foreach (var folder in _folders.Values)
        {
            Cgroup.Remove(folder);
        }
    }

    private static void Limit(string controller, string folder, ResourceLimitsAnnotation? limits)
    {
        switch (controller)
        {
            case "memory" when limits?.MemoryBytes is { } memory:
                // A limit above the one of memory and swap together is refused, so that one is lifted first.
                Cgroup.TryWrite(folder, "memory.memsw.limit_in_bytes", "-1");
                Cgroup.TryWrite(folder, "memory.limit_in_bytes", Text(memory));
                Cgroup.TryWrite(folder, "memory.memsw.limit_in_bytes", Text(memory));
                Cgroup.TryWrite(folder, "memory.soft_limit_in_bytes", Text(limits.MemoryReservation ?? memory));
                break;
            case "cpu":
                Cgroup.TryWrite(folder, "cpu.cfs_period_us", Text(PeriodMicroseconds));
                Cgroup.TryWrite(folder, "cpu.cfs_quota_us", limits?.Cpus is { } cpus ? Text((long)(cpus * PeriodMicroseconds)) : "-1");
                Cgroup.TryWrite(folder, "cpu.shares", Text((long)((limits?.CpuReservation ?? 1) * SharesPerCore)));
                break;
            case "pids" when limits?.Pids is { } pids:
                Cgroup.TryWrite(folder, "pids.max", Text(pids));
                break;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private ProcessUsage? Sample(string resource)
    {
        if (!_folders.TryGetValue("cpuacct", out var cpu) || !_folders.TryGetValue("memory", out var memory)
            || Cgroup.ReadNumber(Path.Combine(cpu, resource, "cpuacct.usage")) is not { } nanoseconds
            || Cgroup.ReadNumber(Path.Combine(memory, resource, "memory.usage_in_bytes")) is not { } bytes)
        {
            return null;
        }

        // Cached file pages nobody needs are not the program's memory.
        var cache = Cgroup.ReadNumber(Path.Combine(memory, resource, "memory.stat"), "total_inactive_file") ?? 0;
        return new ProcessUsage(TimeSpan.FromTicks(nanoseconds / 100), Math.Max(0, bytes - cache));
    }

    private long Kills(string resource) =>
        _folders.TryGetValue("memory", out var memory)
            ? Cgroup.ReadNumber(Path.Combine(memory, resource, "memory.oom_control"), "oom_kill") ?? 0
            : 0;
}
