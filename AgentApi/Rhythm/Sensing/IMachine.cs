namespace LocalAi.AgentApi.Rhythm.Sensing;

/// <summary>Reads the machine's load. Every source is optional: containers, cgroups and kernels hide different ones.</summary>
internal interface IMachine
{
    /// <summary>The counters now, or null where this platform has none that can be read.</summary>
    MachineReading? Read();

    /// <summary>True when the kernel says that tasks had to wait for the CPU a moment ago; false where it says nothing. Cheap enough for every tick.</summary>
    bool IsShortOfCpu() => false;
}
