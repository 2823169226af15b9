namespace LocalAi.Contracts.Rhythm;

/// <param name="Dates">Newest first, at most 90.</param>
public sealed record RhythmReportList(IReadOnlyList<DateOnly> Dates);
