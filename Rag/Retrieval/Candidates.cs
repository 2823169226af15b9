using LocalAi.Rag.Retrieval.Queries;

namespace LocalAi.Rag.Retrieval;

/// <summary>What the first stage found, best first, and what the final ranking needs to know about the question.</summary>
internal sealed class Candidates
{
    internal Candidates(RetrievalQuery query, QueryPlan plan, IReadOnlyList<Candidate> items, RetrievalMode mode)
    {
        Query = query;
        Plan = plan;
        Items = items;
        Mode = mode;
    }

    public RetrievalQuery Query { get; }

    public IReadOnlyList<Candidate> Items { get; }

    /// <summary>The arms that took part.</summary>
    public RetrievalMode Mode { get; }

    internal QueryPlan Plan { get; }

    public long[] ChunkIds() => [.. Items.Select(item => item.ChunkId)];
}
