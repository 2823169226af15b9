namespace LocalAi.Contracts.Rhythm;

/// <param name="Until">No message about the same rule and subject before; at most a year from now. Absent ends the silence.</param>
public sealed record RhythmSilence(DateTimeOffset? Until);
