namespace LocalAi.Rag.Documents;

/// <summary>A document on its way into Postgres: what is stored of it, and which of its chunks are new.</summary>
internal sealed class DocumentWrite(DocumentDraft draft)
{
    public DocumentDraft Draft { get; } = draft;

    public Guid Key { get; } = DocumentKey.Of(draft.Uri);

    /// <summary>Null when Postgres had the same content already.</summary>
    public long? DocumentId { get; set; }

    public bool Added { get; set; }

    /// <summary>Chunks in Postgres by hash; after <see cref="Match"/> those that are not the draft's any more.</summary>
    public Dictionary<string, long> Stored { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of the draft's chunks, in order.</summary>
    public long[] ChunkIds { get; } = new long[draft.Chunks.Count];

    /// <summary>Chunks that stay, by position.</summary>
    public List<int> Kept { get; } = [];

    /// <summary>Chunks that are new, by position.</summary>
    public List<int> Fresh { get; } = [];

    public DocumentWritten Written => DocumentId is { } id
        ? new DocumentWritten(id, Added ? WriteOutcome.Added : WriteOutcome.Changed, Fresh.Count)
        : new DocumentWritten(0, WriteOutcome.Unchanged, 0);

    /// <summary>Tells kept chunks from new ones.</summary>
    /// <returns>Ids of the stored chunks that go.</returns>
    public IReadOnlyCollection<long> Match()
    {
        for (var i = 0; i < ChunkIds.Length; i++)
        {
            if (Stored.Remove(Draft.Chunks[i].Hash, out var id))
            {
                ChunkIds[i] = id;
                Kept.Add(i);
            }
            else
            {
                Fresh.Add(i);
            }
        }

        return Stored.Values;
    }
}
