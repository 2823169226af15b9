namespace LocalAi.Contracts.Rhythm;

/// <param name="Plan">Id of the plan a person has seen.</param>
public sealed record RhythmJunkClean(string Plan);
