using System.Text.Json;

namespace LocalAi.Contracts.OpenAi;

/// <summary><c>POST /v1/chat/completions</c>: the fields our own callers set. The gateway passes on every other field untouched.</summary>
public sealed record ChatRequest
{
    /// <summary><c>chat-7b</c>, <c>code-7b</c> or <c>auto</c>.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public bool? Stream { get; init; }

    public StreamOptions? StreamOptions { get; init; }

    /// <summary>0 to 2.</summary>
    public double? Temperature { get; init; }

    /// <summary>Most tokens to generate.</summary>
    public int? MaxTokens { get; init; }

    public long? Seed { get; init; }

    /// <summary>Tool definitions as the OpenAI API has them.</summary>
    public JsonElement? Tools { get; init; }

    public JsonElement? ToolChoice { get; init; }
}
