using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.Tests.Rhythm;

public sealed class HeldBackTallyTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly HeldBackTally _tally = new();

    [Fact]
    public void EpisodesAreCounted_WithTheirTimeAndLastReason_AlsoTheOneThatGoesOn()
    {
        At(0, DecisionKind.Skip, "Memory is 90 % used.");
        At(1, DecisionKind.Skip, "never read");
        At(2, DecisionKind.Run, "");
        At(10, DecisionKind.Skip, "CPU is at 95 %.");
        At(15, DecisionKind.Skip, "never read");

        var held = _tally.Since(Start).ShouldHaveSingleItem();
        held.ShouldBe(("backup", 2, TimeSpan.FromMinutes(7), "CPU is at 95 %."));
        _tally.Since(Start.AddMinutes(12)).ShouldHaveSingleItem().Time.ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void WhatIsOlderThanADay_IsForgotten()
    {
        At(0, DecisionKind.Skip, "Memory is 90 % used.");
        At(5, DecisionKind.Wait, "");
        At(26 * 60, DecisionKind.Wait, "");

        _tally.Since(Start).ShouldBeEmpty();
    }

    private void At(int minute, DecisionKind kind, string reason) =>
        _tally.Add(new Plan([new Decision("backup", kind, null, () => reason)], [], null, []), Start.AddMinutes(minute));
}
