using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Limits;

/// <summary>The cgroup folders of one resource and what they count.</summary>
/// <param name="folders">Folders whose cgroup.procs the process joins.</param>
/// <param name="sample">Reads CPU time and memory.</param>
/// <param name="memoryKills">Reads how often the kernel killed for the memory limit, ever.</param>
internal sealed class LimitScope(IReadOnlyList<string> folders, Func<ProcessUsage?> sample, Func<long> memoryKills)
{
    private readonly long _killsBefore = memoryKills();
    private readonly TimeSpan _cpuBefore = sample()?.CpuTime ?? default;

    public IReadOnlyList<string> Folders { get; } = folders;

    /// <summary>CPU time since this start, memory now.</summary>
    public ProcessUsage? Sample() => sample() is { } usage ? usage with { CpuTime = usage.CpuTime - _cpuBefore } : null;

    /// <summary>Kills since this start.</summary>
    public long MemoryKills() => memoryKills() - _killsBefore;

    public HashSet<int> Processes() => [.. Folders.SelectMany(Cgroup.Processes)];
}
