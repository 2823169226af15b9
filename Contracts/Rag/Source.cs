namespace LocalAi.Contracts.Rag;

/// <summary>A chunk an answer may cite as <c>[n]</c>.</summary>
public sealed record Source
{
    /// <summary>The number in the answer's citations, from 1.</summary>
    public int N { get; init; }

    public required string Collection { get; init; }

    public long DocumentId { get; init; }

    public long ChunkId { get; init; }

    /// <summary>Path inside the collection, or the id of a document that came with a request.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the file, or null.</summary>
    public string? File { get; init; }

    public string Title { get; set; } = "";

    /// <summary>Heading or symbol path of the chunk; may be empty.</summary>
    public string Heading { get; set; } = "";

    /// <summary>Page, slide or sheet, from 1; null when the document has none.</summary>
    public int? Page { get; init; }

    public int LineStart { get; init; }

    public int LineEnd { get; init; }

    /// <summary>0 to 1, comparable inside one answer.</summary>
    public double Score { get; init; }

    /// <summary>The sentence that fits the question best: always a part of the chunk, character by character.</summary>
    public string Quote { get; set; } = "";

    /// <summary>The whole chunk; only when <c>include_context</c> was asked for.</summary>
    public string? Text { get; init; }

    /// <summary>Words of the question found in the chunk.</summary>
    public IReadOnlyList<string> Matched { get; set; } = [];
}
