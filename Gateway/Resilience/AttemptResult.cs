namespace LocalAi.Gateway.Resilience;

/// <summary>How one attempt ended: <see cref="Failure"/> is null when the whole answer was passed on.</summary>
/// <param name="Failure">Why not.</param>
/// <param name="Abandoned">The caller left; nothing was learnt of the upstream.</param>
internal readonly record struct AttemptResult(UpstreamFailure? Failure, bool Abandoned = false);
