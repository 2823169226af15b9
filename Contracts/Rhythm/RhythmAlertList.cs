namespace LocalAi.Contracts.Rhythm;

/// <param name="Alerts">Open ones first, then those that have ended, newest first.</param>
public sealed record RhythmAlertList(IReadOnlyList<RhythmAlert> Alerts);
