namespace LocalAi.Contracts.Rhythm.Settings;

/// <param name="Id">Names the backup when it is restored.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Sha256">Of its bytes; <c>absent</c>: there was no file.</param>
public sealed record SettingsBackupEntry(string Id, DateTimeOffset CreatedAt, string Sha256);
