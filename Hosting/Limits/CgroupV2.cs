using System.Globalization;
using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Limits;

/// <summary>Control groups version 2: one tree (kernel documentation, admin-guide/cgroup-v2). Works as root, and for a user whose subtree systemd delegates.</summary>
internal sealed class CgroupV2 : ILimitEnforcer
{
    private const int PeriodMicroseconds = 100_000;
    private const int DefaultWeight = 100;
    private static readonly string[] Wanted = ["cpu", "memory", "pids"];

    private readonly string _folder;
    private readonly HashSet<string> _controllers;
    private readonly HashSet<string> _made = [];

    private CgroupV2(string folder, HashSet<string> controllers)
    {
        _folder = folder;
        _controllers = controllers;
    }

    public string Name => "cgroup v2";

    public IReadOnlyList<string> NotEnforced =>
        [.. Wanted.Where(c => !_controllers.Contains(c)).Select(c => $"The cgroup controller '{c}' is not delegated to this user; its limits are advisory.")];

    /// <param name="hostId">Names our folder.</param>
    /// <param name="root">Where the tree is mounted.</param>
    /// <param name="ownPath">The host's own cgroup, e.g. /user.slice/user-1000.slice/user@1000.service/app.slice/x.scope.</param>
    /// <returns>Null when no ancestor of the own cgroup lets us make limited groups.</returns>
    public static CgroupV2? TryCreate(string hostId, string root, string ownPath)
    {
        // A group with processes may not hand out controllers ("no internal processes"), so the place is an ancestor that already does.
        for (var path = ownPath.TrimEnd('/'); ; path = path[..path.LastIndexOf('/')])
        {
            var parent = root + path;
            var handedOut = Words(Path.Combine(parent, "cgroup.subtree_control"));
            if (handedOut.Contains("memory") && CanMoveInto(parent))
            {
                var folder = $"{parent}/localai-{hostId}";
                if (Cgroup.TryCreate(folder))
                {
                    var usable = Words(Path.Combine(folder, "cgroup.controllers"));
                    usable.IntersectWith(Wanted);
                    if (usable.Contains("memory")
                        && Cgroup.TryWrite(folder, "cgroup.subtree_control", string.Join(' ', usable.Select(c => "+" + c))))
                    {
                        return new CgroupV2(folder, usable);
                    }

                    Cgroup.Remove(folder);
                }
            }

            if (path.Length == 0)
            {
                return null;
            }
        }
    }

    public LimitScope? Open(string resource, ResourceLimitsAnnotation? limits)
    {
        var folder = Path.Combine(_folder, resource);
        if (!Cgroup.TryCreate(folder))
        {
            return null;
        }

        _made.Add(folder);
        Cgroup.TryWrite(folder, "cpu.max", $"{(limits?.Cpus is { } cpus ? Text((long)(cpus * PeriodMicroseconds)) : "max")} {PeriodMicroseconds}");
        Cgroup.TryWrite(folder, "cpu.weight", Text((long)((limits?.CpuReservation ?? 1) * DefaultWeight)));
        Cgroup.TryWrite(folder, "memory.max", limits?.MemoryBytes is { } memory ? Text(memory) : "max");
        Cgroup.TryWrite(folder, "memory.swap.max", limits?.MemoryBytes is null ? "max" : "0");
        Cgroup.TryWrite(folder, "memory.low", Text(limits?.MemoryReservation ?? 0));
        Cgroup.TryWrite(folder, "pids.max", limits?.Pids is { } pids ? Text(pids) : "max");
        return new LimitScope([folder], () => Sample(folder), () => Cgroup.ReadNumber(Path.Combine(folder, "memory.events"), "oom_kill") ?? 0);
    }

    public void Close()
    {
        foreach (var folder in _made)
        {
            Cgroup.Remove(folder);
        }

        Cgroup.Remove(_folder);
    }

    // Moving a process needs write permission on cgroup.procs of the common ancestor.
    private static bool CanMoveInto(string folder)
    {
        try
        {
            using var file = File.OpenWrite(Path.Combine(folder, "cgroup.procs"));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static HashSet<string> Words(string file) => [.. (Cgroup.ReadText(file) ?? "").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ProcessUsage? Sample(string folder)
    {
        if (Cgroup.ReadNumber(Path.Combine(folder, "cpu.stat"), "usage_usec") is not { } microseconds
            || Cgroup.ReadNumber(Path.Combine(folder, "memory.current")) is not { } bytes)
        {
            return null;
        }

        // Cached file pages nobody needs are not the program's memory.
        var cache = Cgroup.ReadNumber(Path.Combine(folder, "memory.stat"), "inactive_file") ?? 0;
        return new ProcessUsage(TimeSpan.FromMicroseconds(microseconds), Math.Max(0, bytes - cache));
    }
}
