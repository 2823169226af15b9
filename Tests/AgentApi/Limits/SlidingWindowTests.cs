using LocalAi.AgentApi.Limits;

namespace LocalAi.Tests.AgentApi.Limits;

public sealed class SlidingWindowTests
{
    [Theory]
    [InlineData(100, 60, 20)]
    [InlineData(60, 60, 10)]
    [InlineData(5, 300, 1)]
    [InlineData(10, 60, 2)]
    public void Decide_LimitAndBurstAtOnce_PassesExactlyThatMany(int limit, int window, int burst)
    {
        var calls = new SlidingWindow(new RateLimit(limit, window, burst));

        Enumerable.Range(0, limit + burst).ShouldAllBe(_ => calls.Decide(0, true).Allowed);

        var next = calls.Decide(0, true);
        next.Allowed.ShouldBeFalse();
        next.Remaining.ShouldBe(0);
        next.RetryAfter.ShouldBe(TimeSpan.FromSeconds(window));
    }

    [Fact]
    public void Decide_OneTickBeforeTheWindowEnds_IsRefused_AtItsEndPasses()
    {
        var calls = new SlidingWindow(new RateLimit(10, 60, 2));
        for (var i = 0; i < 12; i++)
        {
            calls.Decide(0, true);
        }

        calls.Decide(TimeSpan.FromSeconds(60).Ticks - 1, true).Allowed.ShouldBeFalse();
        calls.Decide(TimeSpan.FromSeconds(60).Ticks, true).Allowed.ShouldBeTrue();
    }

    [Fact]
    public void Decide_SteadyUseOfTheLimit_DoesNotGetTheBurstAgain()
    {
        var calls = new SlidingWindow(new RateLimit(10, 60, 2));
        var passed = Enumerable.Range(0, 600).Count(second => calls.Decide(TimeSpan.FromSeconds(second).Ticks, true).Allowed);

        // Ten minutes of one call a second: ten a minute, and the two of the burst once.
        passed.ShouldBe(102);
    }

    [Fact]
    public void Decide_AfterUseHasHalved_GivesTheBurstBack()
    {
        var calls = new SlidingWindow(new RateLimit(10, 60, 2));
        for (var i = 0; i < 12; i++)
        {
            calls.Decide(0, true);
        }

        var later = TimeSpan.FromSeconds(61).Ticks;
        Enumerable.Range(0, 12).ShouldAllBe(_ => calls.Decide(later, true).Allowed);
        calls.Decide(later, true).Allowed.ShouldBeFalse();
    }

    [Fact]
    public void Decide_OnlyLooking_TakesNothing()
    {
        var calls = new SlidingWindow(new RateLimit(2, 60, 0));

        calls.Decide(0, take: false).Remaining.ShouldBe(2);
        calls.Decide(0, take: false).Remaining.ShouldBe(2);
    }
}
