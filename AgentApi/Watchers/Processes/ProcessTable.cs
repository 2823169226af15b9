using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>
/// Reads the processes of this machine from /proc: one small file each, no Process class (five times the CPU). What a process runs is read once
/// and kept while it lives. Empty where there is no /proc. Not safe for several threads.
/// </summary>
internal sealed class ProcessTable(string root = "/proc")
{
    public const int Most = 10_000;

    // USER_HZ, fixed by the kernel's interface on every architecture .NET runs on.
    private const int TicksPerSecond = 100;
    private const int LongestCommand = 4096;

    private readonly byte[] _buffer = new byte[LongestCommand];
    private readonly Dictionary<ProcessIdentity, ProcessOrigin> _origins = [];

    /// <summary>All processes now, by pid; at most <see cref="Most"/>.</summary>
    public IReadOnlyDictionary<int, ProcessEntry> Read()
    {
        var all = new Dictionary<int, ProcessEntry>();
        if (!Directory.Exists(root))
        {
            return all;
        }

        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } entry)
            {
                all[pid] = entry;
                if (all.Count == Most)
                {
                    break;
                }
            }
        }

        foreach (var gone in _origins.Keys.Where(k => !all.TryGetValue(k.Pid, out var entry) || entry.Identity != k).ToList())
        {
            _origins.Remove(gone);
        }

        return all;
    }

    /// <summary>One process now; null when it has ended.</summary>
    public ProcessEntry? Read(int pid) =>
        ReadFile($"{root}/{pid.ToString(CultureInfo.InvariantCulture)}/stat") is var length && length > 0 ? Parse(pid, _buffer.AsSpan(0, length)) : null;

    /// <summary>What a process runs.</summary>
    public ProcessOrigin Origin(ProcessEntry entry)
    {
        if (_origins.TryGetValue(entry.Identity, out var known))
        {
            return known;
        }

        var folder = $"{root}/{entry.Pid.ToString(CultureInfo.InvariantCulture)}";
        var length = ReadFile(folder + "/cmdline");
        var arguments = length <= 0 ? [] : Encoding.UTF8.GetString(_buffer, 0, length).TrimEnd('\0').Split('\0');
        var origin = new ProcessOrigin(Link(folder + "/exe"), arguments, Link(folder + "/cwd"));
        if (Read(entry.Pid)?.Identity != entry.Identity)
        {
            // It ended meanwhile, and another one may have its number: what was read is not known to be its.
            return new ProcessOrigin(null, [], null);
        }

        return _origins[entry.Identity] = origin;
    }

    /// <summary>Time since the machine started; null where that cannot be read.</summary>
    public TimeSpan? Uptime() =>
        ReadFile(root + "/uptime") is var length && length > 0 && Utf8Parser.TryParse(_buffer.AsSpan(0, length), out double seconds, out _) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>When the process began, as time since the machine's start.</summary>
    public static TimeSpan StartedAt(ProcessEntry entry) => TimeSpan.FromSeconds(entry.Identity.Start / (double)TicksPerSecond);

    /// <summary>True when the process's environment has the variable; false also when it may not be seen.</summary>
    public bool HasVariable(ProcessEntry entry, string name)
    {
        try
        {
            using var file = File.OpenRead($"{root}/{entry.Pid.ToString(CultureInfo.InvariantCulture)}/environ");
            var environment = new byte[64 * 1024];
            var length = file.ReadAtLeast(environment, environment.Length, throwOnEndOfStream: false);
            var key = Encoding.UTF8.GetBytes(name + "=");
            var text = environment.AsSpan(0, length);
            return text.StartsWith(key) || text.IndexOf([(byte)0, .. key]) >= 0;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>"pid (name) state parent …": the name may hold anything, so the last ')' ends it.</summary>
    internal static ProcessEntry? Parse(int pid, ReadOnlySpan<byte> stat)
    {
        var (open, close) = (stat.IndexOf((byte)'('), stat.LastIndexOf((byte)')'));
        if (open < 0 || close < open || stat.Length < close + 4)
        {
            return null;
        }

        var name = Encoding.UTF8.GetString(stat[(open + 1)..close]);
        var rest = stat[(close + 2)..];
        var state = (char)rest[0];
        Span<long> fields = stackalloc long[22];
        var count = 0;
        for (var at = 2; at < rest.Length && count < fields.Length;)
        {
            if (!Utf8Parser.TryParse(rest[at..], out long value, out var used))
            {
                break;
            }

            fields[count++] = value;
            at += used + 1;
        }

        // From the parent (field 4): session is 6, user and system time 14 and 15, start 22, resident pages 24.
        return count < 21 ? null : new ProcessEntry(
            new ProcessIdentity(pid, fields[18]), name, state, (int)fields[0], (int)fields[2],
            TimeSpan.FromSeconds((fields[10] + fields[11]) / (double)TicksPerSecond), Math.Max(0, fields[20]) * Environment.SystemPageSize);
    }

    private int ReadFile(string path)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = 0;
            while (length < _buffer.Length && RandomAccess.Read(file, _buffer.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
            }

            return length;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
