namespace LocalAi.Gateway.Limits;

/// <summary>
/// Counts over the last minute from two fixed minutes: the current one, and the share of the one before that the last sixty seconds still cover.
/// Exact enough for a limit (a constant rate is counted exactly), and two numbers per caller.
/// </summary>
internal struct SlidingMinute
{
    private long _minute;
    private long _current;
    private long _previous;

    /// <param name="ticks">Now, in ticks of UTC.</param>
    public double Count(long ticks)
    {
        Move(ticks);
        return _current + (_previous * (1 - Fraction(ticks)));
    }

    public void Add(long ticks, long amount)
    {
        Move(ticks);
        _current += amount;
    }

    /// <summary>When the count will have fallen below <paramref name="limit"/> if nothing is added.</summary>
    public TimeSpan Until(long ticks, double limit)
    {
        Move(ticks);
        var left = (1 - Fraction(ticks)) * TimeSpan.TicksPerMinute;
        if (_current >= limit)
        {
            // Not before the current minute is over and enough of it has slid out.
            return TimeSpan.FromTicks((long)(left + ((1 - (limit / Math.Max(_current, 1))) * TimeSpan.TicksPerMinute)));
        }

        var surplus = Count(ticks) - limit;
        return TimeSpan.FromTicks((long)Math.Clamp(surplus / Math.Max(_previous, 1) * TimeSpan.TicksPerMinute, TimeSpan.TicksPerMillisecond, left));
    }

    private static double Fraction(long ticks) => ticks % TimeSpan.TicksPerMinute / (double)TimeSpan.TicksPerMinute;

    private void Move(long ticks)
    {
        var minute = ticks / TimeSpan.TicksPerMinute;
        if (minute == _minute)
        {
            return;
        }

        _previous = minute == _minute + 1 ? _current : 0;
        _current = 0;
        _minute = minute;
    }
}
