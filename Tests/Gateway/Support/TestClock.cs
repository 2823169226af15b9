namespace LocalAi.Tests.Gateway.Support;

/// <summary>A clock that begins where the test says, can be moved on, and may run faster than the world: timers and timestamps with it.</summary>
/// <param name="start">UTC; local time is UTC too.</param>
/// <param name="speed">Seconds of this clock per real second.</param>
internal sealed class TestClock(DateTimeOffset start, double speed = 1) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private long _moved;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);

    public override long GetTimestamp() => (long)(System.GetElapsedTime(_began).Ticks * speed) + Interlocked.Read(ref _moved);

    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan span) => span > TimeSpan.Zero ? span / speed : span;

    private sealed class FastTimer(ITimer timer, TestClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
