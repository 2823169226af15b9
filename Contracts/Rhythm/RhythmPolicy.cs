namespace LocalAi.Contracts.Rhythm;

/// <param name="Policy">steady, literal, or absent for the configured one.</param>
public sealed record RhythmPolicy(string? Policy);
