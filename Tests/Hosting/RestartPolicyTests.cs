using LocalAi.Hosting.Engine;

namespace LocalAi.Tests.Hosting;

public sealed class RestartPolicyTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void AfterCrash_InARow_BacksOffAndGivesUpAtTheFifth()
    {
        var policy = new RestartPolicy(_time);

        List<double?> seconds = [.. Enumerable.Range(0, 5).Select(_ => policy.AfterCrash()?.TotalSeconds)];

        seconds.ShouldBe([1, 2, 4, 8, null]);
    }

    [Fact]
    public void AfterCrash_FiveMinutesAfterItWorked_BeginsAgain()
    {
        var policy = new RestartPolicy(_time);
        for (var i = 0; i < 4; i++)
        {
            policy.AfterCrash();
        }

        policy.Ready();
        _time.Advance(TimeSpan.FromMinutes(6));

        policy.AfterCrash().ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void AfterCrash_SlowlyAndNeverReady_GivesUp()
    {
        var policy = new RestartPolicy(_time);
        TimeSpan? last = TimeSpan.Zero;
        for (var i = 0; i < 5; i++)
        {
            last = policy.AfterCrash();
            _time.Advance(TimeSpan.FromMinutes(4));
        }

        last.ShouldBeNull();
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
