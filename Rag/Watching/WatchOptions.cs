namespace LocalAi.Rag.Watching;

/// <summary>Section <c>Rag:Watch</c>.</summary>
internal sealed class WatchOptions
{
    public const string Section = "Rag:Watch";

    /// <summary>Quiet time after the last change before a folder is indexed, in milliseconds; 100 to 600 000.</summary>
    public int DebounceMilliseconds { get; set; } = 2000;

    /// <summary>Minutes after which a folder is scanned anyway: watchers lose events. 1 to 10 080.</summary>
    public int RescanMinutes { get; set; } = 30;

    /// <summary>Most watched folders; 1 to 1000.</summary>
    public int MaxFolders { get; set; } = 100;
}
