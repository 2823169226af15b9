namespace LocalAi.Contracts.Rag;

/// <summary>A chunk of a document, as <c>GET /documents/{id}</c> lists it.</summary>
public sealed record DocumentChunk
{
    public long Id { get; init; }

    public int Position { get; init; }

    public required string Text { get; init; }

    public string Heading { get; set; } = "";

    public int? Page { get; init; }

    public int LineStart { get; init; }

    public int LineEnd { get; init; }

    public int Tokens { get; init; }
}
