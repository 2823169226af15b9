namespace LocalAi.Contracts.Rag;

/// <summary>How far a job is. Totals grow while the folder is still being read.</summary>
public sealed record JobProgress
{
    /// <summary>scanning, indexing, pruning, embedding, comparing, rebuilding or finished.</summary>
    public string Phase { get; set; } = "queued";

    public int FilesTotal { get; init; }

    public int FilesDone { get; init; }

    public long BytesTotal { get; init; }

    public long BytesDone { get; init; }

    public int Added { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    public int Removed { get; init; }

    /// <summary>Files that gave no text: unreadable, empty or refused by rule. <see cref="JobStatus.Problems"/> says why.</summary>
    public int Unreadable { get; init; }

    /// <summary>Chunks written.</summary>
    public int Chunks { get; init; }

    /// <summary>Chunks that got a vector from the embedding service; equal texts are embedded once.</summary>
    public int Embedded { get; init; }

    /// <summary>The file that was taken up last, relative to the folder.</summary>
    public string? CurrentFile { get; init; }
}
