using LocalAi.Contracts.OpenAi;

namespace LocalAi.Contracts.Rag;

/// <summary>Event <c>done</c>: the last of a streamed answer.</summary>
public sealed record QueryDone
{
    public required Guid QueryId { get; init; }

    public AnswerMode Mode { get; init; }

    public SearchMode Retrieval { get; init; }

    /// <summary>Numbers the answer cites, each of which is in <c>sources</c>.</summary>
    public IReadOnlyList<int> Citations { get; set; } = [];

    /// <summary>The model that wrote the answer, or null.</summary>
    public string? Model { get; init; }

    /// <summary>False when the model stopped before its answer was complete; <see cref="Notes"/> says why.</summary>
    public bool Complete { get; set; } = true;

    public Usage? Usage { get; init; }

    public QueryTimings Timings { get; set; } = new();

    public IReadOnlyList<string> Notes { get; set; } = [];
}
