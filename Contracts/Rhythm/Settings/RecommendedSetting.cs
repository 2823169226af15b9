namespace LocalAi.Contracts.Rhythm.Settings;

/// <param name="Key">Where it stands in the file.</param>
/// <param name="Current">As it is written, or absent where the program uses its own default.</param>
/// <param name="Recommended">As it would be written.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record RecommendedSetting(string Key, string? Current, string Recommended, string Reason);
