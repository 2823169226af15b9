using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Tests.Rhythm;

public sealed class DetectorTests
{
    private const double Megabyte = 1 << 20;

    [Theory]
    [InlineData("flat")]
    [InlineData("warmup")]
    [InlineData("models")]
    [InlineData("day")]
    [InlineData("all")]
    public void Leak_BenignMemory_IsNeverALeak(string shape)
    {
        for (ulong seed = 200; seed < 210; seed++)
        {
            Find(MemoryTrace.Synthetic(shape, 0, seed)).Finding.ShouldBeNull($"{shape}, seed {seed}");
        }
    }

    [Theory]
    [InlineData("flat", 100, 12)]
    [InlineData("all", 100, 12)]
    [InlineData("flat", 30, 52)]
    [InlineData("day", 30, 52)]
    public void Leak_GrowingMemory_IsFoundInTime(string shape, double megabytesPerHour, double hours)
    {
        for (ulong seed = 200; seed < 210; seed++)
        {
            var (finding, after) = Find(MemoryTrace.Synthetic(shape, megabytesPerHour * Megabyte, seed));

            finding.ShouldNotBeNull($"{shape}, seed {seed}").BytesPerHour.ShouldBeGreaterThan(megabytesPerHour * Megabyte * 0.7);
            after.ShouldBeLessThanOrEqualTo(hours);
        }
    }

    [Fact]
    public void Leak_ModelLoaded_IsNotComparedWithBefore()
    {
        var detector = new LeakDetector(new LeakOptions());
        for (var minute = 0; minute < 2880; minute++)
        {
            var loads = minute / 360;
            detector.Add(MemoryTrace.Start.AddMinutes(minute), $"{loads} models", (long)((1000 + (loads * 900)) * Megabyte)).ShouldBeNull();
        }
    }

    [Fact]
    public void Leak_OverTheLimit_IsFoundAtOnce()
    {
        var finding = new LeakDetector(new LeakOptions { Limit = 1 << 30 }).Add(MemoryTrace.Start, "", 3L << 30);

        finding.ShouldNotBeNull().Evidence.ShouldBe("3072 MB are in use; the limit is 1024 MB.");
    }

    [Fact]
    public void Leak_MonthsOfSamples_KeepsABoundedHistory()
    {
        var detector = new LeakDetector(new LeakOptions { Memory = TimeSpan.FromDays(2) });
        for (var hour = 0; hour < 24 * 60; hour++)
        {
            detector.Add(MemoryTrace.Start.AddHours(hour), "", 1 << 30).ShouldBeNull();
        }
    }

    [Fact]
    public void Cpu_FortyDays_FindsEveryEpisodeAndFewOthers()
    {
        var days = Enumerable.Range(300, 40).Select(seed => CpuTrace.Measure((ulong)seed)).ToList();

        days.Sum(d => d.Found).ShouldBe(days.Sum(d => d.Episodes));
        (days.Sum(d => d.False) / 40.0).ShouldBeLessThanOrEqualTo(0.1);
        days.SelectMany(d => d.Delays).Order().ElementAt(120).ShouldBeLessThanOrEqualTo(60);
    }

    [Fact]
    public void Latency_FirstProbeAfterALoad_IsNotCounted_AndTwentyAreNeeded()
    {
        var detector = new LatencyDetector(TimeSpan.FromMilliseconds(300));
        detector.Add(TimeSpan.FromSeconds(30), "chat-7b").ShouldBeFalse();
        for (var i = 0; i < LatencyDetector.SamplesNeeded - 1; i++)
        {
            detector.Add(TimeSpan.FromMilliseconds(900), "chat-7b").ShouldBeFalse();
            detector.Median.ShouldBeNull();
        }

        detector.Add(TimeSpan.FromMilliseconds(900), "chat-7b").ShouldBeTrue();
        detector.Add(TimeSpan.FromMilliseconds(900), "chat-7b").ShouldBeFalse("one episode is reported once");
    }

    [Fact]
    public void Latency_FewSlowProbes_AreNoEpisode()
    {
        var detector = new LatencyDetector(TimeSpan.FromMilliseconds(300));
        for (var i = 0; i < 200; i++)
        {
            detector.Add(TimeSpan.FromMilliseconds(i % 4 == 0 ? 2000 : 80), "chat-7b").ShouldBeFalse();
        }
    }

    private static (LeakFinding? Finding, double Hours) Find(MemoryTrace trace)
    {
        var detector = new LeakDetector(new LeakOptions());
        for (var minute = 0; minute < trace.Bytes.Count; minute++)
        {
            if (detector.Add(MemoryTrace.Start.AddMinutes(minute), trace.Key[minute], trace.Bytes[minute]) is { } finding)
            {
                return (finding, minute / 60.0);
            }
        }

        return (null, 0);
    }
}
