namespace LocalAi.AgentApi.Limits;

/// <summary>At most <see cref="Limit"/> calls in any <see cref="WindowSeconds"/>, and <see cref="Burst"/> beyond it that come back when use has halved.</summary>
internal sealed class RateLimit
{
    public RateLimit()
    {
    }

    public RateLimit(int limit, int windowSeconds, int burst)
    {
        Limit = limit;
        WindowSeconds = windowSeconds;
        Burst = burst;
    }

    /// <summary>Calls per window. 1 to 100,000.</summary>
    public int Limit { get; set; } = 60;

    /// <summary>Seconds. 1 to 86,400.</summary>
    public int WindowSeconds { get; set; } = 60;

    /// <summary>Calls beyond the limit. 0 to 100,000.</summary>
    public int Burst { get; set; } = 10;
}
