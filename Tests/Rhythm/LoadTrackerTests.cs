using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Simulation;

namespace LocalAi.Tests.Rhythm;

public sealed class LoadTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sample_OurOwnWork_DoesNotCountAsLoad()
    {
        var tracker = new LoadTracker(LoadPolicy.Steady);
        var load = Load.Unknown;
        for (var i = 0; i < 60; i++)
        {
            load = tracker.Sample(Start.AddSeconds(30 * i), totalCpu: 0.95, ownCpu: 0.90, 0.5, 0.5);
        }

        load.Level.ShouldBe(LoadLevel.Quiet);
        load.ForeignCpu.ShouldBe(0.05, 0.001);
    }

    [Fact]
    public void Sample_BetweenTheMarks_KeepsTheLevel()
    {
        var tracker = new LoadTracker(LoadPolicy.Steady with { HoldPerChange = TimeSpan.Zero });
        Feed(tracker, 0, 60, 0.9).ShouldBe(LoadLevel.Busy);
        Feed(tracker, 60, 120, 0.65).ShouldBe(LoadLevel.Busy);
        Feed(tracker, 120, 180, 0.5).ShouldBe(LoadLevel.Normal);
        Feed(tracker, 180, 240, 0.65).ShouldBe(LoadLevel.Normal);
        Feed(tracker, 240, 300, 0.1).ShouldBe(LoadLevel.Quiet);
        Feed(tracker, 300, 360, 0.25).ShouldBe(LoadLevel.Quiet);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(55)]
    public void Sample_LoadThatSwingsAllDay_ChangesTheLevelAtMost20TimesADay(int minutesPerSwing)
    {
        var tracker = new LoadTracker(LoadPolicy.Steady);
        for (var minute = 0; minute < 10 * 1440; minute++)
        {
            var before = tracker.Flips;
            tracker.Sample(Start.AddMinutes(minute), minute / minutesPerSwing % 2 == 0 ? 1 : 0, 0, 0.5, 0.5);
            (tracker.Flips - before).ShouldBeLessThanOrEqualTo(1);
        }

        tracker.Flips.ShouldBeLessThanOrEqualTo(10 * 20);
    }

    [Fact]
    public void Sample_ClockSetBackAnHour_StillFollowsTheLoad()
    {
        var tracker = new LoadTracker(LoadPolicy.Steady);
        Feed(tracker, 0, 120, 0.9).ShouldBe(LoadLevel.Busy);

        Feed(tracker, -60 * 2, 60, 0.1).ShouldBe(LoadLevel.Quiet);
    }

    [Fact]
    public void Build_SixDays_GivesNoProfile_EightDaysDo()
    {
        var learner = new ProfileLearner(TimeZoneInfo.Utc, TimeSpan.FromMinutes(1));
        var trace = LoadTrace.Synthetic("office", 8, 1);
        for (var minute = 0; minute < trace.Minutes; minute++)
        {
            learner.Add(trace.Start.AddMinutes(minute), trace.Cpu[minute]);
            if (minute == 6 * 1440)
            {
                learner.Build().ShouldBeNull();
            }
        }

        var profile = learner.Build().ShouldNotBeNull();
        profile.Expected(new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero)).ShouldBeGreaterThan(0.3);
        profile.Expected(new DateTimeOffset(2026, 3, 10, 3, 0, 0, TimeSpan.Zero)).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Build_HalfTheSamplesMissing_GivesNoProfile()
    {
        var learner = new ProfileLearner(TimeZoneInfo.Utc, TimeSpan.FromMinutes(1));
        for (var minute = 0; minute < 10 * 1440; minute += 2)
        {
            learner.Add(Start.AddMinutes(minute), 0.5);
        }

        learner.Build().ShouldBeNull();
    }

    /// <summary>Feeds a steady load between two times (in half minutes).</summary>
    private static LoadLevel Feed(LoadTracker tracker, int from, int to, double cpu)
    {
        for (var i = from; i < to; i++)
        {
            tracker.Sample(Start.AddSeconds(30 * i), cpu, 0, 0.5, 0.5);
        }

        return tracker.Level;
    }
}
