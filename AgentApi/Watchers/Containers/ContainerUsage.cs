namespace LocalAi.AgentApi.Watchers.Containers;

/// <summary>Counters of a container. One reading has no rate: it takes two.</summary>
/// <param name="Cpu">CPU time used, nanoseconds.</param>
/// <param name="Machine">CPU time of the whole machine, nanoseconds.</param>
/// <param name="Cores">Cores of the machine.</param>
/// <param name="Memory">Bytes used, without cache that can be given back.</param>
/// <param name="MemoryLimit">Bytes allowed, or null.</param>
internal sealed record ContainerUsage(long Cpu, long Machine, int Cores, long Memory, long? MemoryLimit)
{
    /// <summary>Percent of one core since an earlier reading; null when nothing passed or the counters began anew.</summary>
    public double? CpuPercentSince(ContainerUsage before) =>
        Machine > before.Machine && Cpu >= before.Cpu ? (Cpu - before.Cpu) / (double)(Machine - before.Machine) * Cores * 100 : null;
}
