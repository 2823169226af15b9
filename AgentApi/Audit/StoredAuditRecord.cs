namespace LocalAi.AgentApi.Audit;

/// <summary>A row of agent.tool_calls.</summary>
internal sealed class StoredAuditRecord
{
    public long Seq { get; init; }

    public Guid Id { get; init; }

    public DateTime At { get; init; }

    public string User { get; init; } = "";

    public string Role { get; init; } = "";

    public string? KeyId { get; init; }

    public string? SessionId { get; init; }

    public string Transport { get; init; } = "";

    public string Tool { get; init; } = "";

    public string Sensitivity { get; init; } = "";

    public string Arguments { get; init; } = "";

    public string Decision { get; init; } = "";

    public string Outcome { get; init; } = "";

    public string? Detail { get; init; }

    public Guid? ApprovalId { get; init; }

    public long DurationMicroseconds { get; init; }

    public long ResultBytes { get; init; }

    public byte[] Hash { get; init; } = [];

    public AuditRecord ToRecord() => new()
    {
        Id = Id,
        At = At,
        User = User,
        Role = Role,
        KeyId = KeyId,
        SessionId = SessionId,
        Transport = Transport,
        Tool = Tool,
        Sensitivity = Sensitivity,
        Arguments = Arguments,
        Decision = Decision,
        Outcome = Outcome,
        Detail = Detail,
        ApprovalId = ApprovalId,
        DurationMicroseconds = DurationMicroseconds,
        ResultBytes = ResultBytes,
    };
}
