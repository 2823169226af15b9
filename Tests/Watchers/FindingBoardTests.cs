using LocalAi.AgentApi.Watchers;

namespace LocalAi.Tests.Watchers;

public sealed class FindingBoardTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly FindingBoard _board = new();

    [Fact]
    public void AFindingSaidAgain_KeepsItsBeginning_AndChangesTheVersionOnlyWhenItsTextDoes()
    {
        _board.Report(Finding("llm/cpu/a"));
        var version = _board.Version;

        _board.Report(Finding("llm/cpu/a") with { Since = Start.AddHours(1) });
        _board.Version.ShouldBe(version);
        _board.Report(Finding("llm/cpu/a") with { Detail = "More.", Since = Start.AddHours(1) });

        _board.Version.ShouldBe(version + 1);
        var finding = _board.Snapshot().ShouldHaveSingleItem();
        finding.Since.ShouldBe(Start);
        finding.Detail.ShouldBe("More.");
        finding.Watcher.ShouldBe("llm");
    }

    [Fact]
    public void Renew_ClearsWhatIsNoLongerSo_UnderItsPrefixOnly()
    {
        _board.Report(Finding("llm/cpu/a"));
        _board.Report(Finding("llm/cpu/b"));
        _board.Report(Finding("containers/unhealthy/c"));

        _board.Renew("llm/", [Finding("llm/cpu/b"), Finding("llm/leak/b", FindingSeverity.Critical)]);
        _board.Clear("unknown");

        _board.Snapshot().Select(f => f.Key).ShouldBe(["llm/leak/b", "containers/unhealthy/c", "llm/cpu/b"]);
    }

    [Fact]
    public async Task WhoWaits_HearsOfTheNextChange()
    {
        var seen = _board.Version;
        var waiting = _board.ChangedAsync(seen, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();

        _board.Report(Finding("llm/cpu/a"));

        await waiting;
        _board.ChangedAsync(seen, TestContext.Current.CancellationToken).IsCompleted.ShouldBeTrue();
        _board.ChangedAsync(_board.Version, TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void AFullBoard_ForgetsTheMildestAndOldest_AndNothingForMilderNews()
    {
        for (var i = 0; i < FindingBoard.Most; i++)
        {
            _board.Report(Finding($"w/k/{i:000}", i == 1 ? FindingSeverity.Info : FindingSeverity.Warning) with { Since = Start.AddMinutes(i) });
        }

        _board.Report(Finding("w/k/new", FindingSeverity.Critical));
        _board.Report(Finding("w/k/mild", FindingSeverity.Info));

        var keys = _board.Snapshot().Select(f => f.Key).ToList();
        keys.Count.ShouldBe(FindingBoard.Most);
        keys[0].ShouldBe("w/k/new");
        keys.ShouldNotContain("w/k/001");
        keys.ShouldNotContain("w/k/mild");
        keys.ShouldContain("w/k/000");
    }

    [Fact]
    public void LongTexts_AreCut()
    {
        _board.Report(Finding(new string('k', 300)) with { Title = new string('t', 300), Detail = new string('d', 3000), Fix = new string('f', 3000) });

        var finding = _board.Snapshot().Single();
        finding.Key.Length.ShouldBe(200);
        finding.Title.Length.ShouldBe(200);
        finding.Detail.Length.ShouldBe(2000);
        finding.Fix.Length.ShouldBe(1000);
        _board.Clear(new string('k', 300));
        _board.Snapshot().ShouldBeEmpty();
    }

    private static Finding Finding(string key, FindingSeverity severity = FindingSeverity.Warning) => new(key, severity, "Title.", "Detail.", "Do it.", Start);
}
