namespace LocalAi.Contracts.Rag;

/// <summary>A document that comes with the request instead of from a file.</summary>
public sealed record IndexDocument
{
    /// <summary>The caller's name for it, 1 to 512 characters, unique in the collection; an extension such as <c>.md</c> says how it is cut.</summary>
    public required string Id { get; init; }

    /// <summary>Up to 4 000 000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>Up to 512 characters. Default: the id.</summary>
    public string? Title { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}
