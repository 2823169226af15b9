namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>How often a task ended in a certain way.</summary>
internal sealed class RunCount
{
    public required string Task { get; init; }

    public required string Outcome { get; init; }

    public int Count { get; init; }

    /// <summary>Seconds, mean.</summary>
    public double Seconds { get; init; }

    public string? LastSummary { get; init; }
}
