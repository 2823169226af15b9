
namespace LocalAi.Rag.Answers;

/// <summary>A piece of an answer, or, as the last part, how it ended.</summary>
internal sealed record AnswerPart
{
    public string? Text { get; init; }

    public AnswerEnd? End { get; init; }

    public static AnswerPart Of(string text) => new() { Text = text };
}
