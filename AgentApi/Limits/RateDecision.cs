namespace LocalAi.AgentApi.Limits;

/// <param name="Allowed">Whether the call passed (or, when only looked at, would pass).</param>
/// <param name="Used">Calls in the window, this one included when it passed.</param>
/// <param name="Remaining">Calls that would still pass now, burst included.</param>
/// <param name="RetryAfter">Zero when <see cref="Remaining"/> is above zero.</param>
/// <param name="Shared">True when Redis counted, over all nodes.</param>
internal readonly record struct RateDecision(bool Allowed, int Used, int Remaining, TimeSpan RetryAfter, bool Shared);
