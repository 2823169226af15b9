namespace LocalAi.Contracts.OpenAi;

/// <summary>A call the model asks for. In a stream, parts of it carry the same <see cref="Index"/>.</summary>
public sealed record ToolCall
{
    public int? Index { get; init; }

    public string? Id { get; init; }

    public string? Type { get; init; }

    public ToolCallFunction? Function { get; init; }
}
