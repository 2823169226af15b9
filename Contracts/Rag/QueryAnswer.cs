using LocalAi.Contracts.OpenAi;

namespace LocalAi.Contracts.Rag;

/// <summary>Answer of <c>POST /query</c> without <c>stream</c>.</summary>
public sealed record QueryAnswer
{
    public required Guid QueryId { get; init; }

    public required string Answer { get; init; }

    public AnswerMode Mode { get; init; }

    public SearchMode Retrieval { get; init; }

    public IReadOnlyList<Source> Sources { get; set; } = [];

    public IReadOnlyList<int> Citations { get; set; } = [];

    public string? Model { get; init; }

    public bool Complete { get; set; } = true;

    public Usage? Usage { get; init; }

    public QueryTimings Timings { get; set; } = new();

    public IReadOnlyList<string> Notes { get; set; } = [];
}
