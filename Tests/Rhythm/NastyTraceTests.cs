using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Tests.Rhythm;

/// <summary>The promises hold on machines that are made to break them.</summary>
public sealed class NastyTraceTests
{
    private static readonly SimulationPolicy Steady = SimulationPolicy.All.Single(p => p.Name == "steady");

    [Theory]
    [InlineData("sawtooth")]
    [InlineData("edge")]
    [InlineData("bursts")]
    [InlineData("asleep")]
    [InlineData("memory")]
    [InlineData("flat-out")]
    public void Run_Steady_KeepsEveryPromise(string load)
    {
        for (ulong seed = 201; seed < 204; seed++)
        {
            var result = Simulator.Run(NastyTrace.Synthetic(load, seed), Steady, SimulatedTask.FortyTwo, seed);

            result.OverlapsPerDay.ShouldBe(0);
            result.DependencyViolations.ShouldBe(0);
            result.MostRunning.ShouldBeLessThanOrEqualTo(2);
            result.CriticalStaleness.ShouldBeLessThanOrEqualTo(2.0, $"critical, seed {seed}");
            result.OtherStaleness.ShouldBeLessThanOrEqualTo(3.0, $"medium and low, seed {seed}");
            result.FlipsPerDay.ShouldBeLessThanOrEqualTo(20, $"flips, seed {seed}");
        }
    }

    [Fact]
    public void Run_AfterASleep_MakesUpEveryTaskOnce()
    {
        var trace = NastyTrace.Synthetic("asleep", 7);

        var log = Simulator.Run(trace, Steady, SimulatedTask.FortyTwo, 7).Log.Split('\n');

        var asleep = log.Where(l => l.Length > 16 && (string.CompareOrdinal(l[11..16], "22:30") > 0 || string.CompareOrdinal(l[11..16], "07:30") < 0));
        asleep.Where(l => l.Contains(" start ", StringComparison.Ordinal)).ShouldBeEmpty("nothing starts while it sleeps");
        var woken = log.Where(l => l.StartsWith("2026-03-05T07:3", StringComparison.Ordinal) && l[15] < '5' && l.Contains(" start health_check_1:", StringComparison.Ordinal));
        woken.Count().ShouldBe(1, "missed runs are made up by one");
    }
}
