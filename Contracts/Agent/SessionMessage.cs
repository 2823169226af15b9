using LocalAi.Contracts.OpenAi;

namespace LocalAi.Contracts.Agent;

/// <summary>One message of a conversation.</summary>
/// <param name="Position">From 1, without gaps.</param>
/// <param name="Role">user, assistant or tool.</param>
/// <param name="Content">Its text; null when the assistant only called tools.</param>
/// <param name="ToolCalls">What the assistant called.</param>
/// <param name="ToolCallId">For role tool: the call it answers.</param>
/// <param name="CreatedAt">When it was stored.</param>
public sealed record SessionMessage(int Position, string Role, string? Content, IReadOnlyList<ToolCall>? ToolCalls, string? ToolCallId, DateTimeOffset CreatedAt);
