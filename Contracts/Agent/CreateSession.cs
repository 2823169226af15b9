namespace LocalAi.Contracts.Agent;

/// <summary><c>POST /sessions</c>.</summary>
public sealed record CreateSession
{
    /// <summary>At most 200 characters.</summary>
    public string? Title { get; init; }
}
