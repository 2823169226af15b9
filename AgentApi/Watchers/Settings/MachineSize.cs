namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>What the machine has that the settings share out.</summary>
/// <param name="MemoryBytes">All of it, in bytes.</param>
/// <param name="Cores">Logical processors.</param>
internal readonly record struct MachineSize(long MemoryBytes, int Cores)
{
    public const long Gibibyte = 1L << 30;
}
