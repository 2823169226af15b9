namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>
/// Rhythm's time: the database's clock when it was last seen, carried on by this machine's monotonic clock. Nodes with wrong clocks agree,
/// and a stepped local clock changes nothing.
/// </summary>
internal sealed class RhythmClock(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private DateTimeOffset? _base;
    private long _stamp;

    public DateTimeOffset Now => _base is { } known ? known + time.GetElapsedTime(_stamp) : time.GetUtcNow();

    /// <summary>Takes the database's time. Returns how far it was set back when that is more than two seconds, else zero.</summary>
    public TimeSpan Set(DateTimeOffset databaseNow)
    {
        var back = _base is null ? TimeSpan.Zero : Now - databaseNow;
        if (_base is not null && back >= TimeSpan.Zero && back <= Tolerance)
        {
            // The answer was on its way for a while, so it is a little old: the quickest answer is the best, and time must not run backwards.
            return TimeSpan.Zero;
        }

        (_base, _stamp) = (databaseNow, time.GetTimestamp());
        return back > Tolerance ? back : TimeSpan.Zero;
    }
}
