namespace LocalAi.AgentApi.Limits;

/// <summary>
/// The calls of one user and tool: a ring with the times of those that passed. A call passes while fewer than <c>limit</c> lie in the window;
/// beyond that it spends a burst credit. Credits come back when the window's use has fallen to half the limit. Exact, not an estimate.
/// </summary>
internal sealed class SlidingWindow(RateLimit limit)
{
    private readonly long[] _times = new long[limit.Limit + limit.Burst];
    private int _first;
    private int _count;
    private int _burstSpent;

    /// <summary>Ticks of the last call that was seen; idle windows are dropped by it.</summary>
    public long LastSeen { get; private set; }

    /// <param name="now">Ticks (100 ns) of a clock that never goes back.</param>
    /// <param name="take">False only looks.</param>
    public RateDecision Decide(long now, bool take)
    {
        lock (_times)
        {
            LastSeen = now;
            var window = limit.WindowSeconds * TimeSpan.TicksPerSecond;
            while (_count > 0 && now - _times[_first] >= window)
            {
                _first = (_first + 1) % _times.Length;
                _count--;
            }

            if (_count * 2 <= limit.Limit)
            {
                _burstSpent = 0;
            }

            var room = Room();
            var allowed = room > 0;
            if (allowed && take)
            {
                if (_count >= limit.Limit)
                {
                    _burstSpent++;
                }

                _times[(_first + _count) % _times.Length] = now;
                _count++;
                room--;
            }

            // A call passes again when the window holds fewer than the limit.
            var wait = room > 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_times[(_first + _count - limit.Limit) % _times.Length] + window - now);
            return new RateDecision(allowed, _count, room, wait, Shared: false);
        }
    }

    private int Room() => Math.Max(0, limit.Limit - _count) + Math.Max(0, limit.Burst - Math.Max(_burstSpent, Math.Max(0, _count - limit.Limit)));
}
