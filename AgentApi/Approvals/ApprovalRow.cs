using System.Text.Json;
using LocalAi.Contracts.Agent;

namespace LocalAi.AgentApi.Approvals;

/// <summary>A row of agent.approvals.</summary>
internal sealed class ApprovalRow
{
    public const string Columns =
        """
        id AS "Id", user_name AS "User", session_id AS "SessionId", tool AS "Tool", sensitivity AS "Sensitivity", arguments AS "Arguments", reason AS "Reason",
        CASE WHEN status IN ('pending', 'approved') AND expires_at <= @now THEN 'expired' ELSE status END AS "Status",
        created_at AS "CreatedAt", expires_at AS "ExpiresAt", decided_by AS "DecidedBy", decided_at AS "DecidedAt", decision_reason AS "DecisionReason"
        """;

    public Guid Id { get; init; }

    public string User { get; init; } = "";

    public string? SessionId { get; init; }

    public string Tool { get; init; } = "";

    public string Sensitivity { get; init; } = "";

    public string Arguments { get; init; } = "";

    public string Reason { get; init; } = "";

    public string Status { get; init; } = "";

    public DateTime CreatedAt { get; init; }

    public DateTime ExpiresAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTime? DecidedAt { get; init; }

    public string? DecisionReason { get; init; }

    public ApprovalEntry ToEntry() => new()
    {
        Id = Id,
        User = User,
        SessionId = SessionId,
        Tool = Tool,
        Sensitivity = Sensitivity,
        Arguments = JsonElement.Parse(Arguments),
        Reason = Reason,
        Status = Status,
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt,
        DecisionReason = DecisionReason,
    };
}
