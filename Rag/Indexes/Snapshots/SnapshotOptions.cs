namespace LocalAi.Rag.Indexes.Snapshots;

/// <summary>Section <c>Rag:Snapshots</c>: the analysed words of each collection as a file in the data folder, for a quick start.</summary>
internal sealed class SnapshotOptions
{
    public const string Section = "Rag:Snapshots";

    /// <summary>False: every start analyses all texts.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where the files are. Default: <c>rag/indexes</c> in the data folder.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Chunks of a collection that is worth a file: fewer are analysed in a fraction of a second. 1 to 10 000 000.</summary>
    public int MinimumChunks { get; set; } = 5000;

    /// <summary>Quiet time after the last change before a file is written, in seconds; 1 to 3600.</summary>
    public int SettleSeconds { get; set; } = 10;

    /// <summary>Few changes wait this long for more, in minutes: a start makes up for them anyway. 1 to 10 080.</summary>
    public int FewChangesMinutes { get; set; } = 60;
}
