using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Tests.Rhythm;

/// <summary>The promises of issue 6 on loads the planner was not made with.</summary>
public sealed class HeldOutTracesTests
{
    private static readonly SimulationPolicy Steady = SimulationPolicy.All.Single(p => p.Name == "steady");

    public static TheoryData<string> Kinds => [.. HeldOutTraces.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_HeldOutTrace_KeepsEveryPromise(string kind)
    {
        for (ulong seed = 1; seed <= 2; seed++)
        {
            var result = Simulator.Run(HeldOutTraces.Of(kind, seed), Steady, SimulatedTask.FortyTwo, seed);

            result.OverlapsPerDay.ShouldBe(0, kind);
            result.DependencyViolations.ShouldBe(0, kind);
            result.MostRunning.ShouldBeLessThanOrEqualTo(2, kind);
            result.CriticalStaleness.ShouldBeLessThanOrEqualTo(2.0, $"critical tasks under '{kind}', seed {seed}");
            result.OtherStaleness.ShouldBeLessThanOrEqualTo(3.0, $"medium and low tasks under '{kind}', seed {seed}");
            result.FlipsPerDay.ShouldBeLessThanOrEqualTo(20, $"changes of level under '{kind}', seed {seed}");
        }
    }

    [Fact]
    public void Traces_OfOneSeed_AreTheSame_OfTwoDiffer()
    {
        HeldOutTraces.Of("chaos", 3).Cpu.ShouldBe(HeldOutTraces.Of("chaos", 3).Cpu);
        HeldOutTraces.Of("chaos", 3).Cpu.ShouldNotBe(HeldOutTraces.Of("chaos", 4).Cpu);
    }
}
