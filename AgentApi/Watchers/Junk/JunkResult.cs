namespace LocalAi.AgentApi.Watchers.Junk;

/// <param name="Files">How many were deleted.</param>
/// <param name="Bytes">What they took.</param>
/// <param name="Kept">What was planned and stays, at most 100.</param>
/// <param name="Stopped">True when this node may no longer act.</param>
internal sealed record JunkResult(int Files, long Bytes, IReadOnlyList<JunkKept> Kept, bool Stopped);
