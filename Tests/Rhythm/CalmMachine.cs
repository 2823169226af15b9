using LocalAi.AgentApi.Rhythm.Sensing;

namespace LocalAi.Tests.Rhythm;

/// <summary>Half busy, plenty of memory: what this machine is doing must not change a test.</summary>
internal sealed class CalmMachine : IMachine
{
    private long _ticks;

    public MachineReading? Read()
    {
        _ticks += 1000;
        return new MachineReading(_ticks * 4 / 10, _ticks, TimeSpan.Zero, 16L << 30, 8L << 30, 0);
    }
}
