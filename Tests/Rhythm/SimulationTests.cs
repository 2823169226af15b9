using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Tests.Rhythm;

/// <summary>The figures of issue 6 that virtual time can show.</summary>
public sealed class SimulationTests
{
    private static readonly SimulationPolicy Steady = SimulationPolicy.All.Single(p => p.Name == "steady");
    private static readonly SimulationPolicy Literal = SimulationPolicy.All.Single(p => p.Name == "literal rule");
    private static readonly SimulationPolicy Timers = SimulationPolicy.All.Single(p => p.Name == "42 timers");

    [Theory]
    [InlineData("office", 0.7)]
    [InlineData("llm", 0.7)]
    [InlineData("night", 1.5)]
    public void Run_Steady_KeepsEveryPromise(string load, double mostForegroundLost)
    {
        for (ulong seed = 101; seed < 104; seed++)
        {
            var result = Run(load, Steady, seed);

            result.OverlapsPerDay.ShouldBe(0);
            result.DependencyViolations.ShouldBe(0);
            result.MostRunning.ShouldBeLessThanOrEqualTo(2);
            result.CriticalStaleness.ShouldBeLessThanOrEqualTo(2.0);
            result.OtherStaleness.ShouldBeLessThanOrEqualTo(3.0);
            result.FlipsPerDay.ShouldBeLessThanOrEqualTo(20);
            result.ForegroundLost.ShouldBeLessThanOrEqualTo(mostForegroundLost);
        }
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameLogByteForByte()
    {
        var first = Run("office", Steady, 7).Log;

        Run("office", Steady, 7).Log.ShouldBe(first);
        Run("office", Steady, 8).Log.ShouldNotBe(first);
        first.Length.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public void Run_LiteralRule_StarvesOnAMachineThatKeepsAModelLoaded() => Run("llm", Literal, 7).OtherStaleness.ShouldBeGreaterThan(10);

    [Fact]
    public void Run_FortyTwoTimers_OverlapAndHerd()
    {
        var result = Run("office", Timers, 7);

        result.OverlapsPerDay.ShouldBeGreaterThan(0);
        result.MostRunning.ShouldBeGreaterThan(30);
    }

    private static SimulationResult Run(string load, SimulationPolicy policy, ulong seed) =>
        Simulator.Run(LoadTrace.Synthetic(load, 14, seed), policy, SimulatedTask.FortyTwo, seed);
}
