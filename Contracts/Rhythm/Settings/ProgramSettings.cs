namespace LocalAi.Contracts.Rhythm.Settings;

/// <summary>A program's settings file and what could be better in it on this machine.</summary>
public sealed record ProgramSettings
{
    /// <summary>lmstudio, docker-desktop or wsl.</summary>
    public required string Program { get; init; }

    public required string Title { get; init; }

    /// <summary><c>missing</c>: the program's settings are not here; <c>good</c>: nothing to change; <c>improvable</c>; <c>unusable</c>: see <see cref="Problem"/>.</summary>
    public required string State { get; init; }

    /// <summary>Why the file cannot be used, or what could not be judged; absent otherwise.</summary>
    public string? Problem { get; init; }

    public string? Path { get; init; }

    /// <summary>Of the file as it was looked at (<c>absent</c>: there is none yet). Applying asks for it, so that nobody's change is lost.</summary>
    public string? Sha256 { get; init; }

    public IReadOnlyList<RecommendedSetting> Changes { get; set; } = [];

    /// <summary>Unified diff of all recommended changes; absent where there are none.</summary>
    public string? Diff { get; init; }

    /// <summary>What has to be done for a change to count.</summary>
    public string? Afterwards { get; init; }

    /// <summary>Newest first, ten at most.</summary>
    public IReadOnlyList<SettingsBackupEntry> Backups { get; set; } = [];
}
