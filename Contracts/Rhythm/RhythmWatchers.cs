namespace LocalAi.Contracts.Rhythm;

/// <summary>What the watchers know.</summary>
/// <param name="Findings">What holds now, the most severe first.</param>
/// <param name="Watchers">The last look of each, by name.</param>
/// <param name="Acts">What was done last, newest first, at most 50.</param>
/// <param name="Complete">False while the database is away: then only what this node saw is known.</param>
public sealed record RhythmWatchers(
    IReadOnlyList<RhythmFinding> Findings, IReadOnlyList<RhythmWatcher> Watchers, IReadOnlyList<RhythmAct> Acts, bool Complete);
