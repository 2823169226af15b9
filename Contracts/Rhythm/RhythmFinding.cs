namespace LocalAi.Contracts.Rhythm;

/// <summary>Something a watcher found that holds now. Times are UTC.</summary>
/// <param name="Key">Stable identity, <c>watcher/kind/what</c>.</param>
/// <param name="Severity">info, warning or critical.</param>
/// <param name="Title">One short sentence.</param>
/// <param name="Detail">The numbers behind it.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Since">When it was first found.</param>
public sealed record RhythmFinding(string Key, string Severity, string Title, string Detail, string Fix, DateTimeOffset Since);
