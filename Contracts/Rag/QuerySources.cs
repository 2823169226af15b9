namespace LocalAi.Contracts.Rag;

/// <summary>Event <c>sources</c>: the first of a streamed answer.</summary>
public sealed record QuerySources
{
    public required Guid QueryId { get; init; }

    /// <summary>The arms that took part.</summary>
    public SearchMode Retrieval { get; init; }

    public IReadOnlyList<Source> Sources { get; set; } = [];

    /// <summary>What is degraded: vectors or embedding away, an index that is still loading.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];
}
