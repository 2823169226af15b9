namespace LocalAi.Contracts.Rhythm;

/// <param name="Note">What the person wants to say about it; at most 500 characters.</param>
public sealed record RhythmAcknowledge(string? Note);
