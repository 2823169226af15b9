namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /agent/runs/{id}</c>.</summary>
public sealed record RunState
{
    public Guid Id { get; init; }

    public Guid SessionId { get; init; }

    /// <summary>running, waiting (for approvals), done, failed or cancelled.</summary>
    public required string Status { get; init; }

    public int Turns { get; init; }

    public int ToolCalls { get; init; }

    public int Tokens { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
