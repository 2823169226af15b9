namespace LocalAi.AgentApi.Audit;

/// <summary>One attempt, before it has its place in the chain.</summary>
internal sealed record AuditRecord
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string User { get; init; }

    public required string Role { get; init; }

    public string? KeyId { get; init; }

    public string? SessionId { get; init; }

    public required string Transport { get; init; }

    public required string Tool { get; init; }

    public required string Sensitivity { get; init; }

    /// <summary>Redacted JSON.</summary>
    public required string Arguments { get; init; }

    public required string Decision { get; init; }

    public required string Outcome { get; init; }

    public string? Detail { get; init; }

    public Guid? ApprovalId { get; init; }

    public long DurationMicroseconds { get; init; }

    public long ResultBytes { get; init; }
}
