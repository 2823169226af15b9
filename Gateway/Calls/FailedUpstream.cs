using LocalAi.Gateway.Resilience;

namespace LocalAi.Gateway.Calls;

/// <param name="Name">The upstream.</param>
/// <param name="Failure">Why it gave no answer.</param>
internal readonly record struct FailedUpstream(string Name, UpstreamFailure Failure);
