namespace LocalAi.Contracts.Rhythm;

/// <summary>Something went wrong, or is over. Times are UTC.</summary>
public sealed record RhythmAlert
{
    public long Id { get; init; }

    /// <summary>availability, latency, errors, cpu, memory, disk, failed_task or finding.</summary>
    public required string Rule { get; init; }

    /// <summary>A service, a task, or the key of a finding; empty for the machine.</summary>
    public required string Subject { get; init; }

    /// <summary>warning or critical.</summary>
    public required string Severity { get; init; }

    /// <summary>firing, acknowledged, silenced or resolved.</summary>
    public required string State { get; init; }

    /// <summary>One sentence.</summary>
    public required string Title { get; init; }

    /// <summary>What else there is to know or do.</summary>
    public string? Detail { get; init; }

    public DateTimeOffset Since { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>No message goes out before.</summary>
    public DateTimeOffset? SilencedUntil { get; init; }

    /// <summary>Who acknowledged or silenced it.</summary>
    public string? ChangedBy { get; init; }

    public string? Note { get; init; }
}
