namespace Samples;

/// <summary>Waiting times between attempts: doubled each time, capped, with full jitter so that many clients do not return at once.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> jitter)
{
    /// <summary>Pause before the given attempt; the first attempt (0) does not wait.</summary>
    public TimeSpan BeforeAttempt(int attempt)
    {
        if (attempt <= 0)
        {
            return TimeSpan.Zero;
        }

        // 2^30 times the first pause is beyond any cap; a larger shift would overflow.
        var doubled = first * (1L << Math.Min(attempt - 1, 30));
        var capped = doubled < longest ? doubled : longest;
        return capped * jitter();
    }

    /// <summary>Only these answers are worth a second attempt.</summary>
    public static bool IsWorthRetrying(int status) => status is 429 or 502 or 503 or 504;
}
