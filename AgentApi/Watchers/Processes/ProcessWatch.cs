using System.Globalization;
using LocalAi.AgentApi.Watchers.Reports;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>
/// The census: processes that do the same twice, zombies and who left them, children that run away after their parent is gone, and processes of an AppHost that
/// is gone. Reported with the command that would end them, never ended: what looks superfluous may be somebody's work.
/// </summary>
internal sealed class ProcessWatch(IOptions<WatcherOptions> options, TimeProvider time, string root = "/proc")
{
    public const string Name = "processes";

    /// <summary>In the environment of everything the embedded host starts.</summary>
    private const string HostVariable = "LOCALAI_HOST_ID";
    private const double HotCores = 0.8;
    private const int ManyZombies = 10;
    private const int MostFindings = 50;

    // Every session has its own; two of them are no mistake.
    private static readonly HashSet<string> Ordinary = new(StringComparer.OrdinalIgnoreCase)
    {
        "sh", "bash", "dash", "zsh", "fish", "login", "su", "sudo", "ssh", "sshd", "sshd-session", "screen", "tmux", "less", "vim", "nano", "man", "sleep", "cat", "tail",
        "systemd", "dbus-daemon", "dbus-broker", "gpg-agent", "ssh-agent", "agetty", "getty", "pipewire", "wireplumber", "pulseaudio", "MSBuild", "VBCSCompiler",
    };

    private readonly ProcessTable _table = new(root);
    private readonly Dictionary<ProcessIdentity, (TimeSpan Cpu, DateTimeOffset? HotSince)> _before = [];
    private readonly HashSet<ProcessIdentity> _suspects = [];
    private readonly HashSet<ProcessIdentity> _strangers = [];
    private long _lookedAt;

    public WatchReport Look(DateTimeOffset now)
    {
        var all = _table.Read();
        if (all.Count == 0 || _table.Uptime() is not { } uptime)
        {
            return WatchReport.Absent(Name, "Processes cannot be seen here.");
        }

        var passed = _lookedAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(_lookedAt);
        _lookedAt = time.GetTimestamp();
        var abandoned = all.Values.Where(p => !p.IsZombie && p.Pid > 1 && ProcessTree.IsAbandoned(all, p)).ToList();
        List<Finding> findings =
        [
            .. Zombies(all, now),
            .. Runaways(all, abandoned, passed, now),
            .. Orphans(all, abandoned, now),
            .. Duplicates(all, uptime, now),
        ];
        return new WatchReport(
            Name, $"{all.Count} processes, {all.Values.Count(p => p.IsZombie)} of them zombies.",
            [.. all.Values.OrderByDescending(p => p.Resident).Take(10).Select(p => new WatchedThing($"{p.Name} ({p.Pid})", p.State.ToString(), _table.Origin(p).Command, null, p.Resident))],
            [.. findings.OrderByDescending(f => f.Severity).Take(MostFindings)]);
    }

    /// <summary>A zombie of a moment is ordinary; one that is there at the next look was forgotten.</summary>
    private IEnumerable<Finding> Zombies(IReadOnlyDictionary<int, ProcessEntry> all, DateTimeOffset now)
    {
        var zombies = all.Values.Where(p => p.IsZombie).ToList();
        var old = zombies.Where(z => _suspects.Contains(z.Identity)).ToList();
        _suspects.RemoveWhere(s => !all.TryGetValue(s.Pid, out var p) || p.Identity != s);
        _suspects.UnionWith(zombies.Select(z => z.Identity));
        foreach (var family in old.GroupBy(z => z.Parent))
        {
            var parent = all.GetValueOrDefault(family.Key);
            var count = family.Count();
            yield return Finding(
                $"zombies/{family.Key}", count >= ManyZombies ? FindingSeverity.Warning : FindingSeverity.Info,
                $"{parent?.Name ?? "A process"} ({family.Key}) has left {count} zombie{(count == 1 ? "" : "s")}.",
                $"Ended but not collected: {string.Join(", ", family.Take(10).Select(z => $"{z.Name} ({z.Pid})"))}.", $"kill -CHLD {family.Key} asks it to collect them; restarting it does.", now);
        }
    }

    private IEnumerable<Finding> Runaways(IReadOnlyDictionary<int, ProcessEntry> all, IReadOnlyList<ProcessEntry> abandoned, TimeSpan passed, DateTimeOffset now)
    {
        var hot = new Dictionary<ProcessIdentity, (TimeSpan Cpu, DateTimeOffset? HotSince)>();
        foreach (var process in abandoned)
        {
            var known = _before.TryGetValue(process.Identity, out var before);
            var isHot = known && passed > TimeSpan.Zero && (process.Cpu - before.Cpu) / passed > HotCores && !IsService(all, process);
            hot[process.Identity] = (process.Cpu, isHot ? before.HotSince ?? now - passed : null);
        }

        _before.Clear();
        foreach (var (identity, state) in hot)
        {
            _before[identity] = state;
            if (state.HotSince is { } since && (now - since).TotalMinutes >= options.Value.Processes.RunawayMinutes && !IsExcluded(all[identity.Pid]))
            {
                yield return Finding(
                    $"runaway/{identity.Pid}", FindingSeverity.Warning, $"{all[identity.Pid].Name} ({identity.Pid}) runs on alone after whoever started it ended.",
                    string.Create(CultureInfo.InvariantCulture, $"More than {HotCores * 100:0} % of a core for {(now - since).TotalMinutes:0} min: {_table.Origin(all[identity.Pid]).Command}"), $"kill {identity.Pid}", now);
            }
        }
    }

    /// <summary>A service leads its own session; what was left behind is in the session of somebody who is gone.</summary>
    private static bool IsService(IReadOnlyDictionary<int, ProcessEntry> all, ProcessEntry process) => process.Session == process.Pid || all.ContainsKey(process.Session);

    /// <summary>The host's janitor ends its processes within seconds; what is still there at the next look was missed.</summary>
    private IEnumerable<Finding> Orphans(IReadOnlyDictionary<int, ProcessEntry> all, IReadOnlyList<ProcessEntry> abandoned, DateTimeOffset now)
    {
        var self = all.GetValueOrDefault(Environment.ProcessId);
        _strangers.RemoveWhere(s => !all.TryGetValue(s.Pid, out var p) || p.Identity != s);
        var ours = abandoned.Where(p => p != self && (self is null || !ProcessTree.IsBelow(all, self, p)) && IsOurs(p)).ToList();
        foreach (var orphan in ours.Where(p => _suspects.Contains(p.Identity)))
        {
            yield return Finding(
                $"orphan/{orphan.Pid}", FindingSeverity.Warning, $"{orphan.Name} ({orphan.Pid}) is left from a LocalAi that is gone.", _table.Origin(orphan).Command,
                $"kill {orphan.Pid}; the next start of LocalAi does it too.", now);
        }

        _suspects.UnionWith(ours.Select(p => p.Identity));
    }

    /// <summary>An environment does not change: it is looked at once.</summary>
    private bool IsOurs(ProcessEntry process)
    {
        if (_strangers.Contains(process.Identity))
        {
            return false;
        }

        var ours = _table.HasVariable(process, HostVariable);
        if (!ours)
        {
            _strangers.Add(process.Identity);
        }

        return ours;
    }

    /// <summary>Same user's program, arguments and working folder, not related, both old: two of a worker pool have the same parent and are one server.</summary>
    private IEnumerable<Finding> Duplicates(IReadOnlyDictionary<int, ProcessEntry> all, TimeSpan uptime, DateTimeOffset now)
    {
        var age = TimeSpan.FromMinutes(options.Value.Processes.DuplicateMinutes);
        var old = all.Values.Where(p => !p.IsZombie && uptime - ProcessTable.StartedAt(p) >= age && !IsExcluded(p))
            .Select(p => (Process: p, Origin: _table.Origin(p)))
            .Where(p => p.Origin is { Executable: not null, Folder: not null, Arguments.Count: > 0 });
        foreach (var group in old.GroupBy(p => $"{p.Origin.Executable}\n{p.Origin.Folder}\n{string.Join('\0', p.Origin.Arguments)}").Where(g => g.Count() > 1))
        {
            var heads = group.Where(p => !group.Any(o => ProcessTree.IsBelow(all, p.Process, o.Process))).ToList();
            // Several with one parent are its workers, unless the parent is only whoever takes in abandoned ones.
            var separate = heads.GroupBy(p => ProcessTree.IsAbandoned(all, p.Process) ? -p.Process.Pid : p.Process.Parent).Select(g => g.First()).OrderBy(p => p.Process.Identity.Start).ToList();
            if (separate.Count > 1)
            {
                yield return Finding(
                    $"duplicate/{string.Join('-', separate.Take(5).Select(p => p.Process.Pid))}", FindingSeverity.Warning, $"{separate[0].Process.Name} runs {separate.Count} times with the same arguments in the same folder.",
                    $"{separate[0].Origin.Command} in {separate[0].Origin.Folder}: processes {string.Join(", ", separate.Take(10).Select(p => p.Process.Pid))}.",
                    $"If one is enough, end the younger: kill {separate[^1].Process.Pid}", now);
            }
        }
    }

    private bool IsExcluded(ProcessEntry process) => Ordinary.Contains(process.Name) || options.Value.Processes.Exclude.Contains(process.Name, StringComparer.OrdinalIgnoreCase);

    private static Finding Finding(string what, FindingSeverity severity, string title, string detail, string fix, DateTimeOffset now) =>
        new($"{Name}/{what}", severity, title, detail, fix, now);
}
