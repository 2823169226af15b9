using System.Text.Json;
using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Tools;

namespace LocalAi.AgentApi.Pipeline;

/// <summary>One call on its way through the pipeline; at its end it becomes one audit row, whatever happened: what a caller wrote is made storable.</summary>
internal sealed class ToolAttempt(ToolRequest request, ITool? tool, DateTimeOffset at, long startedAt)
{
    private const int LongestToolName = 64;

    public Guid Id { get; } = Guid.CreateVersion7(at);

    public ToolRequest Request { get; } = request;

    public Guid? ApprovalId { get; set; }

    public TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(startedAt);

    public AuditRecord ToAudit(TimeProvider time, OutcomeKind kind, string? detail, long resultBytes) => new()
    {
        Id = Id,
        At = at,
        User = TerminalText.Clean(Request.Caller.User),
        Role = Request.Caller.Role,
        KeyId = Request.Caller.KeyId,
        SessionId = Request.Caller.SessionId is { } session ? TerminalText.Clean(session) : null,
        Transport = Request.Caller.Transport,
        Tool = tool?.Definition.Name ?? TerminalText.Beginning(Request.Tool, LongestToolName),
        Sensitivity = tool?.Definition.Sensitivity.Word() ?? "unknown",
        Arguments = Redaction.Arguments(Request.Arguments.ValueKind == JsonValueKind.Undefined ? null : Request.Arguments),
        Decision = kind.IsAllowed() ? "allowed" : "denied",
        Outcome = kind.Word(),
        Detail = detail is null ? null : Redaction.Text(detail),
        ApprovalId = ApprovalId,
        DurationMicroseconds = (long)Elapsed(time).TotalMicroseconds,
        ResultBytes = resultBytes,
    };
}
