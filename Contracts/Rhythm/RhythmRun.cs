namespace LocalAi.Contracts.Rhythm;

/// <summary>One line of the run log. Times are UTC.</summary>
public sealed record RhythmRun
{
    /// <summary>Absent for a run that began while the database was away and is not written yet.</summary>
    public long? Id { get; init; }

    public required string Task { get; init; }

    public required string Node { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>succeeded, failed, timeout, cancelled, lost or waiting (for a person); absent while it runs.</summary>
    public string? Outcome { get; init; }

    public string? Summary { get; init; }
}
