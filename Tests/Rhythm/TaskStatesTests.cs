using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.Tests.Rhythm;

public sealed class TaskStatesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScheduledTask Task = ProbeTask.Every("t", TimeSpan.FromMinutes(10), TaskPriority.High);

    [Fact]
    public void AClockSetBack_MovesTheHistoryWithIt_SoThatTheTaskIsDueAsBefore()
    {
        var states = new TaskStates([Task]);
        states.Begin(Now.AddHours(-3));
        states.Settle(new RunOutcome("t", 1, 1, "Due.", Now.AddMinutes(-5), Now.AddMinutes(-4), RunOutcome.Succeeded, ""));

        states.ShiftBack(TimeSpan.FromHours(1));

        Plan(states, Now.AddHours(-1)).Until.ShouldBe(Now.AddHours(-1).AddMinutes(6));
    }

    [Fact]
    public void ATimeInTheFuture_FromBeforeTheClockWasSetBack_CountsAsNow()
    {
        var states = new TaskStates([Task]);
        var stored = new TaskState { Since = Now.AddHours(1), LastStarted = Now.AddHours(1), LastEnded = Now.AddHours(1), LastSucceeded = Now.AddHours(1) };

        states.Take(new Dictionary<string, TaskState> { ["t"] = stored }, Now, _ => false);

        Plan(states, Now).Until.ShouldBe(Now.AddMinutes(10));
    }

    [Fact]
    public void WhetherATaskRuns_IsKnownHere_NotInTheDatabase()
    {
        var states = new TaskStates([Task]);
        var stored = new Dictionary<string, TaskState> { ["t"] = new() { Since = Now, RunningSince = Now } };

        states.Take(stored, Now, _ => false);
        states.All["t"].RunningSince.ShouldBeNull();

        states.Take(new Dictionary<string, TaskState> { ["t"] = new() { Since = Now } }, Now, _ => true);
        states.All["t"].RunningSince.ShouldBe(Now);
    }

    [Fact]
    public void TheRhythmsClock_FollowsTheDatabase_AndTellsHowFarItWasSetBack()
    {
        var clock = new RhythmClock(TimeProvider.System);

        clock.Set(Now).ShouldBe(TimeSpan.Zero);
        clock.Set(Now.AddHours(1)).ShouldBe(TimeSpan.Zero);
        clock.Now.ShouldBeGreaterThanOrEqualTo(Now.AddHours(1));
        clock.Set(Now).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
        clock.Now.ShouldBeLessThan(Now.AddMinutes(30));
    }

    private static Decision Plan(TaskStates states, DateTimeOffset now) => RhythmPlanner.Plan(new PlanRequest
    {
        Now = now,
        Tasks = [Task],
        States = states.All,
        Load = Load.Unknown,
        Policy = LoadPolicy.Steady,
        Zone = TimeZoneInfo.Utc,
    }).Decisions[0];
}
