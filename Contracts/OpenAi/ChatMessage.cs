namespace LocalAi.Contracts.OpenAi;

/// <summary>One message of a conversation.</summary>
public sealed record ChatMessage
{
    /// <summary>system, user, assistant or tool.</summary>
    public required string Role { get; init; }

    public string? Content { get; init; }

    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>For role tool: the call it answers.</summary>
    public string? ToolCallId { get; init; }

    public static ChatMessage System(string content) => new() { Role = "system", Content = content };

    public static ChatMessage User(string content) => new() { Role = "user", Content = content };

    public static ChatMessage Assistant(string content) => new() { Role = "assistant", Content = content };
}
