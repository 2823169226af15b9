namespace LocalAi.Hosting.Dashboard.Access;

/// <summary>Counts wrong tokens in fixed windows of one minute. Callers are all on this machine, so there is one count for all.</summary>
internal sealed class LoginThrottle(int maxFailures, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private DateTimeOffset _windowStart = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>Time until the next attempt is allowed; null when one is allowed now.</summary>
    public TimeSpan? RetryAfter()
    {
        lock (_lock)
        {
            var elapsed = time.GetUtcNow() - _windowStart;
            return _failures >= maxFailures && elapsed < Window ? Window - elapsed : null;
        }
    }

    public void CountFailure()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _windowStart >= Window)
            {
                _windowStart = now;
                _failures = 0;
            }

            _failures++;
        }
    }
}
