using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Answers;

/// <summary>What the search gave: the sources, best first, or none when the documents do not answer.</summary>
internal sealed record Findings
{
    public required AnswerRequest Request { get; init; }

    public IReadOnlyList<FoundChunk> Chunks { get; init; } = [];

    public SearchMode Retrieval { get; init; }

    public bool Abstain { get; init; }

    public double Coverage { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public required SentenceScorer Sentences { get; init; }

    public double EmbedMs { get; init; }

    public double SearchMs { get; init; }

    /// <summary>Null when no reranker was asked.</summary>
    public double? RerankMs { get; init; }
}
