namespace LocalAi.Contracts.Rhythm;

/// <summary>Something a watcher did. Times are UTC.</summary>
/// <param name="At">When it began.</param>
/// <param name="Target">On what.</param>
/// <param name="Act">unload or restart.</param>
/// <param name="Reason">Why.</param>
/// <param name="Outcome">How it ended; absent while it goes on.</param>
public sealed record RhythmAct(DateTimeOffset At, string Target, string Act, string Reason, string? Outcome);
