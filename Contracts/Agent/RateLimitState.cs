namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /rate-limits/{name}?user_id=</c>.</summary>
public sealed record RateLimitState
{
    public required string Tool { get; init; }

    public required string UserId { get; init; }

    public required RateLimitEntry RateLimit { get; init; }

    /// <summary>Calls in the current window.</summary>
    public int Used { get; init; }

    /// <summary>Calls that would pass now, burst included.</summary>
    public int Remaining { get; init; }

    /// <summary>Seconds until a call passes again; 0 when one would pass now.</summary>
    public double RetryAfterSeconds { get; init; }

    /// <summary>redis (all nodes together) or process.</summary>
    public required string CountedIn { get; init; }
}
