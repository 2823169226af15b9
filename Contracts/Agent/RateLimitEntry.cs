namespace LocalAi.Contracts.Agent;

/// <param name="Limit">Calls per window.</param>
/// <param name="WindowSeconds">Length of the sliding window.</param>
/// <param name="Burst">Calls beyond the limit; they come back when a window's use has fallen to half the limit.</param>
public sealed record RateLimitEntry(int Limit, int WindowSeconds, int Burst);
