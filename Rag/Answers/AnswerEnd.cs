using LocalAi.Contracts.OpenAi;
using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Answers;

internal sealed record AnswerEnd(AnswerMode Mode)
{
    public IReadOnlyList<int> Citations { get; init; } = [];

    public string? Model { get; init; }

    public bool Complete { get; init; } = true;

    public Usage? Usage { get; init; }

    public string? Note { get; init; }
}
