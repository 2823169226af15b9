namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>One line of the run log. Times are UTC; EndedAt and Outcome are null while it runs.</summary>
internal sealed class RunRow
{
    public long Id { get; init; }

    public required string Task { get; init; }

    public required string Node { get; init; }

    public long Epoch { get; init; }

    public required string Reason { get; init; }

    public DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public string? Outcome { get; init; }

    public string? Summary { get; init; }
}
