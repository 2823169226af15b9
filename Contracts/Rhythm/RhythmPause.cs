namespace LocalAi.Contracts.Rhythm;

/// <param name="Reason">Shown to everybody who asks why the task does not run; 1 to 200 characters.</param>
public sealed record RhythmPause(string? Reason);
