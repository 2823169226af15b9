namespace LocalAi.Contracts.OpenAi;

public sealed record ChatChunkChoice
{
    public int Index { get; init; }

    public ChatDelta? Delta { get; init; }

    /// <summary>stop, length, tool_calls or content_filter; null before the end.</summary>
    public string? FinishReason { get; init; }
}
