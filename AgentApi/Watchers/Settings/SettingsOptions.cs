namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>Section <c>Rhythm:Settings</c>.</summary>
internal sealed class SettingsOptions
{
    public const string Section = "Rhythm:Settings";

    /// <summary>Home folders in which settings of other programs are looked for; none: the service's user's, and the Windows ones inside WSL.</summary>
    public string[] Homes { get; set; } = [];

    /// <summary>The machine's memory in GB where it cannot be seen from here (inside WSL); 0: what is seen.</summary>
    public int MemoryGb { get; set; }

    /// <summary>The machine's logical processors where they cannot be seen from here; 0: what is seen.</summary>
    public int Cores { get; set; }

    /// <summary>Treat the homes as those of a Windows machine with WSL, although that cannot be seen from here.</summary>
    public bool HasWsl { get; set; }
}
