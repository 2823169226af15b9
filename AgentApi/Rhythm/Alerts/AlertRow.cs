using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>A row of rhythm.alerts. Times are UTC.</summary>
internal sealed class AlertRow
{
    public const string Columns =
        """
        id AS Id, rule AS Rule, subject AS Subject, severity AS Severity, state AS State, title AS Title, detail AS Detail, since AS Since, changed_at AS ChangedAt,
        resolved_at AS ResolvedAt, silenced_until AS SilencedUntil, changed_by AS ChangedBy, note AS Note
        """;

    public long Id { get; init; }

    public required string Rule { get; init; }

    public required string Subject { get; init; }

    public required string Severity { get; init; }

    public required string State { get; init; }

    public required string Title { get; init; }

    public required string Detail { get; init; }

    public DateTime Since { get; init; }

    public DateTime ChangedAt { get; init; }

    public DateTime? ResolvedAt { get; init; }

    public DateTime? SilencedUntil { get; init; }

    public string? ChangedBy { get; init; }

    public string? Note { get; init; }

    public RhythmAlert ToAlert(DateTimeOffset now) => new()
    {
        Id = Id,
        Rule = Rule,
        Subject = Subject,
        Severity = Severity,
        State = State == "firing" && SilencedUntil > now.UtcDateTime ? "silenced" : State,
        Title = Title,
        Detail = Detail.Length > 0 ? Detail : null,
        Since = Since,
        ChangedAt = ChangedAt,
        ResolvedAt = ResolvedAt,
        SilencedUntil = SilencedUntil > now.UtcDateTime ? SilencedUntil : null,
        ChangedBy = ChangedBy,
        Note = Note,
    };
}
