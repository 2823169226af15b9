namespace LocalAi.Rag.Ingest;

/// <summary>Section <c>Rag:Ingest</c>.</summary>
internal sealed class IngestOptions
{
    public const string Section = "Rag:Ingest";

    /// <summary>Largest file in MB; 1 to 50.</summary>
    public int MaxFileMegabytes { get; set; } = 50;

    /// <summary>Files read and cut at the same time; 1 to 16.</summary>
    public int Parallelism { get; set; } = 2;

    /// <summary>Folders below the indexed one that are entered; 1 to 1000.</summary>
    public int MaxDepth { get; set; } = 128;

    /// <summary>Folders that may be indexed, with all below them. Empty: every folder this user can read.</summary>
    public string[] Roots { get; set; } = [];

    /// <summary>Jobs that run at the same time, each in a collection of its own; 1 to 8.</summary>
    public int ParallelJobs { get; set; } = 2;

    /// <summary>Jobs that may wait; more are refused with 429. 1 to 10 000.</summary>
    public int MaxQueuedJobs { get; set; } = 200;
}
