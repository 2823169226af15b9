namespace LocalAi.Contracts.Rhythm;

/// <param name="Path">What was planned and stays.</param>
/// <param name="Reason">Why: mostly because it has changed since.</param>
public sealed record RhythmJunkKept(string Path, string Reason);
