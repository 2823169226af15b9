using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.Tests.Rhythm;

public sealed class RhythmPlannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly ScheduledTask Health = new() { Name = "health_check", Priority = TaskPriority.Critical, Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(10)) };

    private static readonly ScheduledTask Analysis = new()
    {
        Name = "performance_analysis",
        Priority = TaskPriority.High,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(30)),
        DependsOn = ["health_check"],
    };

    private static readonly ScheduledTask Maintenance = new()
    {
        Name = "system_maintenance",
        Priority = TaskPriority.Medium,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(60)),
        Tolerance = 0.25,
    };

    private static readonly ScheduledTask Daily = new() { Name = "daily_routine", Priority = TaskPriority.Low, Schedule = TaskSchedule.Daily(new TimeOnly(3, 0)), Tolerance = 0.25 };

    private static TaskState New => new() { Since = Start };

    [Fact]
    public void Plan_BeforeTheInterval_WaitsUntilItEnds()
    {
        var decision = Decide(Start.AddMinutes(9), Health, New);

        decision.Kind.ShouldBe(DecisionKind.Wait);
        decision.Until.ShouldBe(Start.AddMinutes(10));
        decision.Reason.ShouldBe("Due at 03-02 00:10:00: 10 min after its last run.");
    }

    [Fact]
    public void Plan_IntervalsCountFromCompletion()
    {
        var state = New with { LastStarted = Start.AddMinutes(10), LastEnded = Start.AddMinutes(19), LastSucceeded = Start.AddMinutes(19) };

        Decide(Start.AddMinutes(28), Health, state).Until.ShouldBe(Start.AddMinutes(29));
        Decide(Start.AddMinutes(29), Health, state).Kind.ShouldBe(DecisionKind.Run);
    }

    [Fact]
    public void Plan_MissedRuns_CollapseIntoOne()
    {
        var asleep = New with { LastEnded = Start, LastSucceeded = Start, LastStarted = Start };
        var woke = Start.AddHours(9);

        Decide(woke, Health, asleep).Kind.ShouldBe(DecisionKind.Run);
        Decide(woke.AddSeconds(20), Health, asleep with { LastStarted = woke, LastEnded = woke.AddSeconds(10), LastSucceeded = woke.AddSeconds(10) })
            .Kind.ShouldBe(DecisionKind.Wait);
    }

    [Fact]
    public void Plan_Running_NeverStartsASecondRun()
    {
        var decision = Decide(Start.AddDays(3), Health, New with { RunningSince = Start, Request = new RunRequest("asked for by mina", IsManual: true) });

        decision.Kind.ShouldBe(DecisionKind.Wait);
        decision.Reason.ShouldContain("running since");
    }

    [Fact]
    public void Plan_Paused_SkipsUntilAPersonAsks()
    {
        var paused = New with { Paused = "by mina" };

        Decide(Start.AddHours(5), Health, paused).ShouldSatisfyAllConditions(d => d.Kind.ShouldBe(DecisionKind.Skip), d => d.Reason.ShouldBe("Paused: by mina."));
        Decide(Start.AddHours(5), Health, paused with { Request = new RunRequest("CPU over 80 %", IsManual: false) }).Kind.ShouldBe(DecisionKind.Skip);
        Decide(Start, Health, paused with { Request = new RunRequest("asked for by mina", IsManual: true) }).ShouldSatisfyAllConditions(
            d => d.Kind.ShouldBe(DecisionKind.Run), d => d.Reason.ShouldBe("asked for by mina."));
    }

    [Theory]
    [InlineData(LoadLevel.Quiet, 8, 24, 60)]
    [InlineData(LoadLevel.Normal, 10, 30, 60)]
    [InlineData(LoadLevel.Busy, 15, 45, 90)]
    internal void Due_LoadLevel_ScalesIntervalsAsTheClassAllows(LoadLevel level, int health, int analysis, int maintenance)
    {
        var request = Request(Start, Load.Unknown with { Level = level }, (Health, New), (Analysis, New), (Maintenance, New));

        RhythmPlanner.Due(request, Health, New).ShouldBe(Start.AddMinutes(health));
        RhythmPlanner.Due(request, Analysis, New).ShouldBe(Start.AddMinutes(analysis));
        RhythmPlanner.Due(request, Maintenance, New).ShouldBe(Start.AddMinutes(maintenance));
    }

    [Theory]
    [InlineData(1, 1, 12)]
    [InlineData(2, 1, 24)]
    [InlineData(3, 4, 48)]
    [InlineData(4, 10, 60)]
    [InlineData(40, 10, 60)]
    public void Due_AfterFailures_ComesSoonerThenBacksOff(int failures, int critical, int medium)
    {
        var state = New with { ConsecutiveFailures = failures };

        RhythmPlanner.Due(Request(Start, Load.Unknown, (Health, state)), Health, state).ShouldBe(Start.AddMinutes(critical));
        RhythmPlanner.Due(Request(Start, Load.Unknown, (Maintenance, state)), Maintenance, state).ShouldBe(Start.AddMinutes(medium));
    }

    [Theory]
    [InlineData(0, "2026-03-03T03:00:00Z")]
    [InlineData(1, "2026-03-02T08:48:00Z")]
    [InlineData(2, "2026-03-02T13:36:00Z")]
    [InlineData(3, "2026-03-02T23:12:00Z")]
    [InlineData(4, "2026-03-03T03:00:00Z")]
    public void Due_ADailyTaskThatFailed_IsNotLeftForADay(int failures, string expected)
    {
        var state = New with { LastEnded = Start.AddHours(4), ConsecutiveFailures = failures };

        RhythmPlanner.Due(Request(Start, Load.Unknown, (Daily, state)), Daily, state).ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Plan_AFailureAfterALongWait_IsNotFollowedByAnotherOne()
    {
        var full = Load.Unknown with { AvailableMemory = 0.03 };
        var failed = New with { LastStarted = Start.AddMinutes(150), LastEnded = Start.AddMinutes(155), ConsecutiveFailures = 1 };

        DecisionKind Decide(TaskState state, int minute) => RhythmPlanner.Plan(Request(Start.AddMinutes(minute), full, (Maintenance, state))).Decisions[0].Kind;

        Decide(failed, 166).ShouldBe(DecisionKind.Wait, "the retry is due after a fifth of the interval");
        Decide(failed, 167).ShouldBe(DecisionKind.Run);
        Decide(failed with { ConsecutiveFailures = 4 }, 220).ShouldBe(DecisionKind.Skip, "what fails for good waits for memory like the others");
        Decide(failed with { ConsecutiveFailures = 0, LastSucceeded = Start.AddMinutes(155) }, 220).ShouldBe(DecisionKind.Skip);
    }

    [Fact]
    public void Plan_Dependency_MustHaveSucceededSinceMyLastStartAndNotRun()
    {
        var now = Start.AddMinutes(31);
        var mine = New with { LastStarted = Start.AddSeconds(30), LastEnded = Start.AddMinutes(1), LastSucceeded = Start.AddMinutes(1) };
        var succeeded = New with { LastStarted = Start.AddMinutes(20), LastEnded = Start.AddMinutes(22), LastSucceeded = Start.AddMinutes(22) };

        Decide(now, Analysis, mine, (Health, succeeded)).Kind.ShouldBe(DecisionKind.Run);
        Decide(now, Analysis, mine, (Health, succeeded with { LastSucceeded = Start })).Reason.ShouldBe("Waits for health_check to succeed after 03-02 00:00:30.");
        Decide(now, Analysis, mine, (Health, succeeded with { RunningSince = now })).Reason.ShouldBe("Waits for health_check, which is running.");
    }

    [Fact]
    public void Plan_DependencyStartsInTheSamePlan_IsWaitedFor()
    {
        var plan = RhythmPlanner.Plan(Request(Start.AddHours(1), Load.Unknown, (Analysis, New), (Health, New with { LastEnded = Start.AddMinutes(40), LastSucceeded = Start.AddMinutes(40) })));

        plan.Runs.ShouldBe(["health_check"]);
        plan.Decisions[0].Kind.ShouldBe(DecisionKind.Wait);
    }

    [Fact]
    public void Plan_DependencyNeverSucceeds_StarvationBoundOverrides()
    {
        var broken = New with { LastEnded = Start.AddMinutes(70), LastStarted = Start.AddMinutes(70), ConsecutiveFailures = 9 };

        Decide(Start.AddMinutes(74), Analysis, New, (Health, broken)).ShouldSatisfyAllConditions(
            d => d.Kind.ShouldBe(DecisionKind.Wait), d => d.Until.ShouldBe(Start.AddMinutes(75)));
        Decide(Start.AddMinutes(75), Analysis, New, (Health, broken)).ShouldSatisfyAllConditions(
            d => d.Kind.ShouldBe(DecisionKind.Run), d => d.Reason.ShouldContain("2.5 intervals"));
    }

    [Fact]
    public void Plan_MemoryShort_SkipsMediumAndLowOnly_UntilTheBound()
    {
        var full = Load.Unknown with { AvailableMemory = 0.1, UsedMemory = 0.9 };

        Decide(Start.AddMinutes(60), Maintenance, New, full).ShouldSatisfyAllConditions(
            d => d.Kind.ShouldBe(DecisionKind.Skip), d => d.Reason.ShouldStartWith("Only 10 % of memory is available; below 15 %"));
        Decide(Start.AddMinutes(150), Maintenance, New, full).Kind.ShouldBe(DecisionKind.Run);
        Decide(Start.AddMinutes(31), Analysis with { DependsOn = [] }, New, full).Kind.ShouldBe(DecisionKind.Run);
        Decide(Start.AddMinutes(11), Health, New, full).Kind.ShouldBe(DecisionKind.Run);
    }

    [Fact]
    public void Plan_MemoryPressure_HoldsBackMediumAndLow() =>
        Decide(Start.AddMinutes(60), Maintenance, New, Load.Unknown with { MemoryPressure = 0.2 }).Reason.ShouldStartWith("Tasks stall on memory 20 % of the time");

    [Fact]
    public void Plan_CpuSpike_HoldsBackMediumAndLow() =>
        Decide(Start.AddMinutes(60), Maintenance, New, Load.Unknown with { RawCpu = 0.9 }).Reason.ShouldStartWith("CPU is at 90 %");

    [Fact]
    public void Plan_LiteralPolicy_HasNoBoundAndWarns()
    {
        var load = Load.Unknown with { UsedMemory = 0.7, AvailableMemory = 0.3 };
        var request = Request(Start.AddDays(5), load, (Maintenance, New)) with { Policy = LoadPolicy.Literal };

        var plan = RhythmPlanner.Plan(request);

        plan.Decisions.Single().Kind.ShouldBe(DecisionKind.Skip);
        plan.Warnings.Single().ShouldContain("Policy steady bounds the wait");
    }

    [Fact]
    public void Plan_QuietHourWithinTolerance_Waits_AndRunsWhenItComes()
    {
        var bins = Enumerable.Repeat(0.5, LoadProfile.BinCount).ToArray();
        bins[5] = 0.1;
        var profile = new LoadProfile(bins, TimeZoneInfo.Utc);
        var request = Request(Start.AddHours(3), Load.Unknown, (Daily, New)) with { Profile = profile };

        RhythmPlanner.Plan(request).Decisions.Single().ShouldSatisfyAllConditions(
            d => d.Until.ShouldBe(Start.AddHours(5)),
            d => d.Reason.ShouldBe("Due, but 03-02 05:00:00 is expected to be quieter (10 % instead of 50 % CPU)."));
        RhythmPlanner.Plan(request with { Now = Start.AddHours(5) }).Runs.ShouldBe(["daily_routine"]);
        RhythmPlanner.Plan(request with { Profile = null }).Runs.ShouldBe(["daily_routine"]);
    }

    [Fact]
    public void Plan_QuietHourOutsideTolerance_DoesNotMove()
    {
        var bins = Enumerable.Repeat(0.5, LoadProfile.BinCount).ToArray();
        bins[10] = 0.1;

        var plan = RhythmPlanner.Plan(Request(Start.AddHours(3), Load.Unknown, (Daily, New)) with { Profile = new LoadProfile(bins, TimeZoneInfo.Utc) });

        plan.Runs.ShouldBe(["daily_routine"]);
    }

    [Fact]
    public void Plan_Lanes_OneForAllAndOneMoreForCritical()
    {
        var now = Start.AddHours(2);
        var plan = RhythmPlanner.Plan(Request(now, Load.Unknown, (Maintenance, New), (Health, New), (Analysis with { DependsOn = [] }, New)));

        plan.Runs.ShouldBe(["health_check", "performance_analysis"]);
        plan.Decisions[0].Reason.ShouldBe("Due; waits for its turn while performance_analysis runs.");
    }

    [Fact]
    public void Plan_GeneralLaneTaken_CriticalStillStarts()
    {
        var now = Start.AddHours(2);
        var plan = RhythmPlanner.Plan(Request(now, Load.Unknown, (Maintenance, New with { RunningSince = now }), (Health, New), (Analysis with { DependsOn = [] }, New)));

        plan.Runs.ShouldBe(["health_check"]);
    }

    [Fact]
    public void Plan_StarvedLowTask_GoesBeforeAFreshHighTask()
    {
        var now = Start.AddHours(3);
        var fresh = New with { LastEnded = now.AddMinutes(-30), LastSucceeded = now.AddMinutes(-30), LastStarted = now.AddMinutes(-31) };

        RhythmPlanner.Plan(Request(now, Load.Unknown, (Analysis with { DependsOn = [] }, fresh), (Maintenance, New))).Runs.ShouldBe(["system_maintenance"]);
    }

    [Fact]
    public void Plan_Event_MakesATaskDueButNeverASecondLoop()
    {
        var asked = New with { Request = new RunRequest("CPU over 80 % for 60 s", IsManual: false) };
        var now = Start.AddMinutes(1);

        RhythmPlanner.Plan(Request(now, Load.Unknown, (Maintenance, asked))).Runs.ShouldBe(["system_maintenance"]);
        RhythmPlanner.Plan(Request(now, Load.Unknown, (Maintenance, asked), (Analysis with { DependsOn = [] }, New with { RunningSince = now }))).Runs.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_NextChange_IsTheFirstWaitThatEnds() =>
        RhythmPlanner.Plan(Request(Start, Load.Unknown, (Maintenance, New), (Health, New))).NextChange.ShouldBe(Start.AddMinutes(10));

    private static Decision Decide(DateTimeOffset now, ScheduledTask task, TaskState state, params (ScheduledTask Task, TaskState State)[] others) =>
        RhythmPlanner.Plan(Request(now, Load.Unknown, [(task, state), .. others])).Decisions[0];

    private static Decision Decide(DateTimeOffset now, ScheduledTask task, TaskState state, Load load) =>
        RhythmPlanner.Plan(Request(now, load, (task, state))).Decisions[0];

    private static PlanRequest Request(DateTimeOffset now, Load load, params (ScheduledTask Task, TaskState State)[] tasks) => new()
    {
        Now = now,
        Tasks = [.. tasks.Select(t => t.Task)],
        States = tasks.ToDictionary(t => t.Task.Name, t => t.State),
        Load = load,
        Policy = LoadPolicy.Steady,
        Zone = TimeZoneInfo.Utc,
    };
}
