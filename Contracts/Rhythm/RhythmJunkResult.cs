namespace LocalAi.Contracts.Rhythm;

/// <param name="Files">How many were deleted.</param>
/// <param name="Bytes">What they took.</param>
/// <param name="Kept">At most 100.</param>
public sealed record RhythmJunkResult(int Files, long Bytes, IReadOnlyList<RhythmJunkKept> Kept);
