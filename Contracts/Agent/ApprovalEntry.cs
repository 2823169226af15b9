using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary>A question to a person: may this user's call of this tool with these arguments run once?</summary>
public sealed record ApprovalEntry
{
    public Guid Id { get; init; }

    public required string User { get; init; }

    public string? SessionId { get; init; }

    public required string Tool { get; init; }

    public required string Sensitivity { get; init; }

    /// <summary>The arguments with secrets redacted.</summary>
    public JsonElement Arguments { get; init; }

    /// <summary>Why it is asked.</summary>
    public required string Reason { get; init; }

    /// <summary>pending, approved, denied, used or expired.</summary>
    public required string Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecisionReason { get; init; }
}
