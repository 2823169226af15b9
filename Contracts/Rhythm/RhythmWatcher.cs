namespace LocalAi.Contracts.Rhythm;

/// <summary>A watcher's last look. Times are UTC.</summary>
/// <param name="Name">llm, resources, containers, processes, schedules …</param>
/// <param name="LookedAt">When.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Things">What it looked at, at most 200.</param>
public sealed record RhythmWatcher(string Name, DateTimeOffset LookedAt, string Summary, IReadOnlyList<RhythmWatched> Things);
