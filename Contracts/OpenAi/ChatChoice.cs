namespace LocalAi.Contracts.OpenAi;

public sealed record ChatChoice
{
    public int Index { get; init; }

    public ChatMessage? Message { get; init; }

    public string? FinishReason { get; init; }
}
