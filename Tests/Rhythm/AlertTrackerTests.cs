using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.AgentApi.Watchers;

namespace LocalAi.Tests.Rhythm;

public sealed class AlertTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly AlertTracker _tracker = new();
    private readonly AlertOptions _options = new();

    [Fact]
    public void AnAlert_BeginsAfterItsHold_AndEndsAfterItsHoldBelowTheLowerMark()
    {
        Minutes(0, 4, 0.95).ShouldBeEmpty("four minutes are not five");
        Minutes(5, 5, 0.95).ShouldBe(["fires at 5"]);
        Minutes(6, 20, 0.85).ShouldBeEmpty("between the marks nothing changes");
        Minutes(21, 25, 0.70).ShouldBeEmpty();
        Minutes(26, 26, 0.70).ShouldBe(["ends at 26"]);
    }

    [Fact]
    public void ALoadThatSwingsAroundTheMark_SaysNothing()
    {
        var changes = Enumerable.Range(0, 24 * 60).SelectMany(m => Minute(m, m % 4 < 2 ? 0.97 : 0.5)).ToList();

        changes.ShouldBeEmpty();
    }

    [Fact]
    public void AfterARestart_OpenAlertsAreNotToldAgain_AndEnd()
    {
        _tracker.Restore([(AlertRules.Cpu, "")], Start);

        Minutes(0, 30, 0.95).ShouldBeEmpty();
        Minutes(31, 36, 0.1).ShouldBe(["ends at 36"]);
    }

    [Fact]
    public void WhatIsNoLongerMeasured_EndsAfterAnHour_AndAClearedFindingAtOnce()
    {
        Minutes(0, 5, 0.95).ShouldBe(["fires at 5"]);
        var finding = new Finding("machine/duplicate/x", FindingSeverity.Warning, "Twice.", "", "", Start);
        Evaluate(6, Inputs() with { Findings = [finding] }).Single().ShouldSatisfyAllConditions(c => c.Fires.ShouldBeTrue(), c => c.Rule.ShouldBe(AlertRules.Finding));

        Evaluate(7, Inputs()).Single().ShouldSatisfyAllConditions(c => c.Fires.ShouldBeFalse(), c => c.Subject.ShouldBe("machine/duplicate/x"));
        Evaluate(64, Inputs()).ShouldBeEmpty();
        Evaluate(66, Inputs()).Single().Rule.ShouldBe(AlertRules.Cpu);
    }

    [Fact]
    public void Latency_IsJudgedByWhatIsNormalHere()
    {
        var slow = new RecentProbes { Target = "rag", Median = 250 };
        var steady = new Baseline { Target = "rag", Samples = 500, Median = 20, Deviation = 2 };

        Evaluate(0, Inputs() with { Targets = [slow] }).ShouldBeEmpty("300 ms is the mark while nothing is learned");
        Evaluate(1, Inputs() with { Targets = [slow], Baselines = Of(new Baseline { Target = "rag", Samples = 99, Median = 20, Deviation = 2 }) }).ShouldBeEmpty("99 probes say nothing");
        Evaluate(2, Inputs() with { Targets = [slow], Baselines = Of(steady) }).Single().Reading!.Title.ShouldBe("rag answers in 250 ms, normal here are 20 ms.");

        var heavy = new Baseline { Target = "rag", Samples = 500, Median = 400, Deviation = 60 };
        Evaluate(3, Inputs() with { Targets = [new RecentProbes { Target = "rag", Median = 420 }], Baselines = Of(heavy) }).Single().Fires.ShouldBeFalse("420 ms are normal for this one");
        Evaluate(4, Inputs() with { Targets = [new RecentProbes { Target = "rag", Median = 900 }], Baselines = Of(heavy) }).ShouldBeEmpty();
        Evaluate(5, Inputs() with { Targets = [new RecentProbes { Target = "rag", Median = 940 }], Baselines = Of(heavy) }).Single().Fires.ShouldBeTrue();
    }

    [Fact]
    public void AVerdict_BeginsAndEndsAnAlertAtOnce_AndWithoutOneTheLastChecksDecide()
    {
        var verdicts = new TargetVerdicts();
        var (up, down) = (new ProbeResult("rag", "ok", 3, null), new ProbeResult("rag", "down", 3, "It answers 500."));
        verdicts.Doubtful([down]).ShouldBeEmpty("it was never up: an installation that starts");
        verdicts.Doubtful([up]).ShouldBeEmpty();
        verdicts.Doubtful([down]).ShouldBe(["rag"]);
        Evaluate(0, At(1)).ShouldBeEmpty("one probe says little");

        verdicts.Confirm("rag", isDown: true);
        Evaluate(1, At(1)).Single().Fires.ShouldBeTrue();
        verdicts.Doubtful([down]).ShouldBeEmpty("that is known");
        Evaluate(2, At(0)).ShouldBeEmpty("it stays down until the opposite is certain");
        verdicts.Doubtful([up]).ShouldBe(["rag"]);
        verdicts.Confirm("rag", isDown: false);
        Evaluate(3, At(2)).Single().Fires.ShouldBeFalse("the checks before do not count any more");

        verdicts.Doubtful([down]).ShouldBe(["rag"]);
        verdicts.Withdraw("rag");
        Evaluate(4, At(1)).ShouldBeEmpty("it comes and goes");
        Evaluate(5, At(2)).Single().Fires.ShouldBeTrue("two of the last three checks");

        AlertInputs At(int downs) => Inputs() with { Targets = [new RecentProbes { Target = "rag", Down = downs }], Verdicts = verdicts };
    }

    [Fact]
    public void EachRule_LooksAtItsMeasure()
    {
        var inputs = Inputs() with
        {
            UsedDisk = 0.99,
            Targets = [new RecentProbes { Target = "gateway", Down = 2, Detail = "It answers 500." }],
            Gateway = new GatewayFigures.Figures(100, 30, Start),
            Tasks = new Dictionary<string, TaskState> { ["backup"] = new() { Since = Start, ConsecutiveFailures = 3 }, ["tidy"] = new() { Since = Start, ConsecutiveFailures = 2 } },
            Findings = [new Finding("machine/zombie/1", FindingSeverity.Info, "One zombie.", "", "", Start)],
        };
        _options.HoldMinutes = 0;

        var changes = Evaluate(0, inputs);

        changes.Select(c => $"{c.Rule} {c.Subject}".Trim()).ShouldBe(["disk", "availability gateway", "errors gateway", "failed_task backup"], ignoreOrder: true);
        Evaluate(1, inputs).ShouldBeEmpty("one message for each change");
        Evaluate(2, Inputs() with { Gateway = new GatewayFigures.Figures(19, 19, Start), UsedDisk = 0.99, Targets = inputs.Targets, Tasks = inputs.Tasks }).ShouldBeEmpty("19 requests say nothing");
    }

    private static Dictionary<string, Baseline> Of(Baseline baseline) => new() { [baseline.Target] = baseline };

    private static AlertInputs Inputs() => new(null, null, [], new TargetVerdicts(), new Dictionary<string, Baseline>(), null, new Dictionary<string, TaskState>(), []);

    private IReadOnlyList<AlertChange> Evaluate(int minute, AlertInputs inputs) =>
        _tracker.Evaluate(Start.AddMinutes(minute), AlertRules.Read(inputs, _options), AlertRules.FailedTask, AlertRules.Finding);

    private IEnumerable<string> Minute(int minute, double cpu) =>
        Evaluate(minute, Inputs() with { Minute = new LoadMinute { Cpu = cpu } }).Select(c => $"{(c.Fires ? "fires" : "ends")} at {minute}");

    private List<string> Minutes(int from, int to, double cpu) => [.. Enumerable.Range(from, to - from + 1).SelectMany(m => Minute(m, cpu))];
}
