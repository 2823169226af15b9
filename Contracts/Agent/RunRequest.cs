namespace LocalAi.Contracts.Agent;

/// <summary><c>POST /agent/runs</c>.</summary>
public sealed record RunRequest
{
    /// <summary>What the user says. 1 to 100,000 characters.</summary>
    public required string Message { get; init; }

    /// <summary>The conversation; absent begins one.</summary>
    public Guid? SessionId { get; init; }

    /// <summary><c>auto</c> (default), <c>chat-7b</c> or <c>code-7b</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Which toolsets the model may use; absent means all, empty means none.</summary>
    public IReadOnlyList<string>? Toolsets { get; init; }

    /// <summary>The same key gives the same run: a request that is sent twice runs once. At most 128 characters.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Model calls. 1 to 50, default 12.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Tool calls. 0 to 200, default 30.</summary>
    public int? MaxToolCalls { get; init; }

    /// <summary>Tokens of all model calls together. 100 to 1,000,000, default 60,000.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Seconds from beginning to end, waiting for approvals included. 5 to 86,400, default 1,800.</summary>
    public int? MaxSeconds { get; init; }
}
