using System.Globalization;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// The control group of one run at a time: one folder in the unified hierarchy (cgroup v2), or one in each of the older ones. The kernel bounds the
/// memory and the number of all its processes together.
/// </summary>
internal sealed class SandboxGroup(IReadOnlyList<string> folders, string? memory)
{
    private readonly string? _events = memory is null ? null : First(memory, "memory.events", "memory.oom_control");
    private long _killedBefore;

    /// <summary>True when the memory of the run is bounded by it.</summary>
    public bool BoundsMemory => _events is not null;

    /// <summary>True when the kernel ended something in it for want of memory.</summary>
    public bool RanOutOfMemory => Killed() > _killedBefore;

    public bool IsEmpty => File.ReadAllText(folders[0] + "/cgroup.procs").Length == 0;

    /// <summary>Puts a process in; what it starts is born in it.</summary>
    public void Enter(int process)
    {
        _killedBefore = Killed();
        foreach (var folder in folders)
        {
            File.WriteAllText(folder + "/cgroup.procs", process.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Sets its limits, where its kernel has them.</summary>
    public void Limit(SandboxOptions options)
    {
        // The older hierarchies count no swap unless told, and no thread of the service is meant: the first process inside is one more.
        var (memory, processes) = (Text((long)options.MemoryMb << 20), Text(options.MaxProcesses + 1));
        foreach (var folder in folders)
        {
            Write(folder, "memory.max", memory);
            Write(folder, "memory.swap.max", "0");
            Write(folder, "memory.oom.group", "1");
            Write(folder, "memory.limit_in_bytes", memory);
            Write(folder, "memory.memsw.limit_in_bytes", memory);
            Write(folder, "pids.max", processes);

            // A quarter of what a process of the service gets when both want the processor.
            Write(folder, "cpu.weight", "25");
            Write(folder, "cpu.shares", "256");
        }
    }

    /// <summary>Removes it; what is not empty stays.</summary>
    public void Remove()
    {
        foreach (var folder in folders)
        {
            TryRemove(folder);
        }
    }

    public static void TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Something of it is still ending; the next start of the service tidies up.
        }
    }

    private long Killed() =>
        _events is null ? 0
        : File.ReadLines(_events).Select(l => l.Split(' ')).Where(w => w is ["oom_kill", _]).Select(w => long.Parse(w[1], CultureInfo.InvariantCulture)).FirstOrDefault();

    private static void Write(string folder, string name, string value)
    {
        if (File.Exists(folder + "/" + name))
        {
            File.WriteAllText(folder + "/" + name, value);
        }
    }

    private static string? First(string folder, params string[] names) => names.Select(n => folder + "/" + n).FirstOrDefault(File.Exists);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
