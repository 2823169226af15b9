using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Answers;

/// <summary>A question that has been checked.</summary>
internal sealed record AnswerRequest
{
    public required Guid Id { get; init; }

    public required string Query { get; init; }

    public required IReadOnlyList<string> Collections { get; init; }

    public required int Top { get; init; }

    public QueryFilters? Filters { get; init; }

    public SearchMode Mode { get; init; }

    public AnswerKind Answer { get; init; }

    public bool IncludeContext { get; init; }

    public IReadOnlyList<HistoryTurn> History { get; init; } = [];

    public required string Model { get; init; }

    public required string User { get; init; }

    /// <summary>When the request arrived, as <see cref="TimeProvider.GetTimestamp"/> counts.</summary>
    public long Arrived { get; init; }
}
