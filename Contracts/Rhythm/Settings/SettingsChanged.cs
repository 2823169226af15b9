namespace LocalAi.Contracts.Rhythm.Settings;

/// <param name="Program">Whose file it was.</param>
/// <param name="Path">The file.</param>
/// <param name="Sha256">What it is now (<c>absent</c>: it is gone again).</param>
/// <param name="Backup">What it was; restores it.</param>
/// <param name="Afterwards">What has to be done for it to count.</param>
public sealed record SettingsChanged(string Program, string Path, string Sha256, string Backup, string Afterwards);
