namespace LocalAi.Contracts.Rhythm.Settings;

/// <param name="Sha256">Of the file the changes were looked at in.</param>
/// <param name="Keys">Which of the recommended changes; none: all.</param>
public sealed record ApplySettings(string? Sha256, IReadOnlyList<string>? Keys = null);
