using System.Collections.Concurrent;
using System.Globalization;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// Control groups for sandboxes, below this service's own. They are there when the service may make them: as root, or where systemd delegates
/// (<c>Delegate=yes</c>). Without them the limits of each process and the watch over /proc remain.
/// </summary>
internal sealed class SandboxGroups : IDisposable
{
    private const string Prefix = "localai-sandbox-";
    private static readonly string[] Controllers = ["memory", "pids", "cpu"];

    private readonly ConcurrentQueue<SandboxGroup> _free = new();
    private readonly Dictionary<string, string> _parents;
    private readonly SandboxOptions _options;
    private int _count;

    private SandboxGroups(Dictionary<string, string> parents, SandboxOptions options) => (_parents, _options) = (parents, options);

    /// <summary>Groups that work on this machine, or null.</summary>
    public static SandboxGroups? TryCreate(SandboxOptions options) =>
        OperatingSystem.IsLinux() ? TryCreate(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup"), options) : null;

    internal static SandboxGroups? TryCreate(string[] mounts, string[] own, SandboxOptions options)
    {
        try
        {
            var parents = Unified(mounts, own) ?? Older(mounts, own);
            if (!parents.ContainsKey("memory") && !parents.ContainsKey("pids"))
            {
                return null;
            }

            RemoveAbandoned(parents.Values.Distinct(StringComparer.Ordinal));
            var groups = new SandboxGroups(parents, options);
            groups.Return(groups.Create());
            return groups;
        }
        catch (Exception mayNot) when (mayNot is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public SandboxGroup Rent()
    {
        // The last processes of a run end a moment after it; the one that was given back first is the likeliest to be empty.
        if (!_free.TryDequeue(out var group))
        {
            return Create();
        }

        try
        {
            if (group.IsEmpty)
            {
                return group;
            }

            _free.Enqueue(group);
        }
        catch (IOException)
        {
            // Somebody removed it.
        }

        return Create();
    }

    public void Return(SandboxGroup group) => _free.Enqueue(group);

    public void Dispose()
    {
        while (_free.TryDequeue(out var group))
        {
            group.Remove();
        }
    }

    private SandboxGroup Create()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        var folders = _parents.ToDictionary(p => p.Key, p => Directory.CreateDirectory(Path.Combine(p.Value, name)).FullName);
        var group = new SandboxGroup([.. folders.Values.Distinct(StringComparer.Ordinal)], folders.GetValueOrDefault("memory"));
        group.Limit(_options);
        return group;
    }

    /// <summary>
    /// The folder of cgroup v2 for all controllers. A group with processes of its own hands no controllers down, so this service moves to a leaf of
    /// its own first.
    /// </summary>
    private static Dictionary<string, string>? Unified(string[] mounts, string[] own)
    {
        if (MountPoint(mounts, "cgroup2", null) is not { } root || OwnPath(own, "0::") is not { } path)
        {
            return null;
        }

        var folder = Path.Join(root, path);
        var there = Directory.Exists(folder) ? File.ReadAllText(folder + "/cgroup.controllers").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Intersect(Controllers).ToList() : [];
        if (!there.Contains("memory") || !there.Contains("pids"))
        {
            return null;
        }

        var leaf = Directory.CreateDirectory(folder + "/localai-service").FullName;
        var id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            File.WriteAllText(leaf + "/cgroup.procs", id);
            File.WriteAllText(folder + "/cgroup.subtree_control", string.Join(' ', there.Select(c => "+" + c)));
        }
        catch (Exception mayNot) when (mayNot is IOException or UnauthorizedAccessException)
        {
            // Most often other programs live in the same group: back to them.
            File.WriteAllText(folder + "/cgroup.procs", id);
            SandboxGroup.TryRemove(leaf);
            throw;
        }

        return there.ToDictionary(c => c, _ => folder);
    }

    private static Dictionary<string, string> Older(string[] mounts, string[] own)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var controller in Controllers)
        {
            if (MountPoint(mounts, "cgroup", controller) is { } root && OwnPath(own, controller) is { } path && Directory.Exists(Path.Join(root, path)))
            {
                found[controller] = Path.Join(root, path);
            }
        }

        return found;
    }

    /// <summary>Where a hierarchy is mounted: field 5 of a line of /proc/self/mountinfo, whose type and options follow the dash (proc(5)).</summary>
    private static string? MountPoint(string[] mounts, string type, string? controller) =>
        mounts.Select(m => m.Split(' ')).Where(f => f.Length > 6).Select(f => (Point: f[4], About: f[(Array.IndexOf(f, "-") + 1)..]))
            .FirstOrDefault(m => m.About is [var t, _, var options, ..] && t == type && (controller is null || options.Split(',').Contains(controller))).Point;

    /// <summary>This service's group: a line of /proc/self/cgroup is NUMBER:CONTROLLERS:PATH.</summary>
    private static string? OwnPath(string[] own, string controller) =>
        own.Where(l => controller == "0::" ? l.StartsWith(controller, StringComparison.Ordinal) : l.Split(':') is [_, var all, _] && all.Split(',').Contains(controller))
            .Select(l => l.Split(':', 3)[2]).FirstOrDefault();

    /// <summary>A service that was killed leaves its groups, empty.</summary>
    private static void RemoveAbandoned(IEnumerable<string> parents)
    {
        foreach (var folder in parents.SelectMany(p => Directory.GetDirectories(p, Prefix + "*")).Where(f => !Directory.Exists("/proc/" + Path.GetFileName(f)[Prefix.Length..].Split('-')[0])))
        {
            SandboxGroup.TryRemove(folder);
        }
    }
}
