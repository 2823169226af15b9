namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>A settings file as it was before LocalAi changed it.</summary>
/// <param name="Id">Time and hash; names the backup.</param>
/// <param name="Path">Where it belongs.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Sha256">Of its bytes, or <see cref="SettingsFile.Absent"/>: there was no file.</param>
internal sealed record SettingsBackup(string Id, string Path, DateTimeOffset CreatedAt, string Sha256);
