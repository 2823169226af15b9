using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary><c>POST /tools/{name}/call</c>.</summary>
public sealed record ToolCallRequest
{
    /// <summary>An object as the tool's input schema describes it; absent means <c>{}</c>.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>The conversation the call belongs to: approvals are remembered, and untrusted content is noted, per session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The approval this call uses. Not needed: an approved call with the same arguments is found by itself.</summary>
    public Guid? ApprovalId { get; init; }
}
