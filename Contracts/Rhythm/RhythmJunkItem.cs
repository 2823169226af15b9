namespace LocalAi.Contracts.Rhythm;

/// <param name="Rule">Which rule of the allow-list found it.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Bytes">What it takes on the disk.</param>
/// <param name="ModifiedAt">When it was last written to.</param>
public sealed record RhythmJunkItem(string Rule, string Path, long Bytes, DateTimeOffset ModifiedAt);
