using System.Text.Json;

namespace LocalAi.Contracts.Agent;

/// <summary>One attempt to call a tool.</summary>
public sealed record AuditEntry
{
    public long Seq { get; init; }

    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    public required string User { get; init; }

    public required string Role { get; init; }

    public string? SessionId { get; init; }

    /// <summary>rest, mcp, stdio, agent.</summary>
    public required string Transport { get; init; }

    public required string Tool { get; init; }

    public required string Sensitivity { get; init; }

    /// <summary>The arguments with secrets redacted and long texts shortened.</summary>
    public JsonElement Arguments { get; init; }

    /// <summary>allowed or denied.</summary>
    public required string Decision { get; init; }

    /// <summary>ok, tool_error, failed, cancelled, timed_out, interrupted, or why it was denied.</summary>
    public required string Outcome { get; init; }

    public string? Detail { get; init; }

    public Guid? ApprovalId { get; init; }

    public double DurationMs { get; init; }

    public long ResultBytes { get; init; }

    /// <summary>SHA-256 over the previous row's hash and this row, hex.</summary>
    public required string Hash { get; init; }
}
