namespace LocalAi.Contracts.Rhythm.Settings;

/// <param name="Backup">Id of a backup; none: the newest.</param>
public sealed record RestoreSettings(string? Backup = null);
