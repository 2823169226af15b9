namespace LocalAi.Contracts.OpenAi;

public sealed record ChatDelta
{
    public string? Role { get; init; }

    public string? Content { get; init; }

    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }
}
