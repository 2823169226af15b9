namespace LocalAi.Contracts.Gateway;

/// <summary>An upstream as the gateway sees it.</summary>
public sealed record UpstreamState
{
    public required string Name { get; init; }

    /// <summary>inference, llama.cpp, lmstudio, ollama, openai or gemini.</summary>
    public required string Provider { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>ready, loading, unreachable, off or unknown.</summary>
    public required string State { get; init; }

    /// <summary>Why it cannot answer, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>closed, open or half-open.</summary>
    public required string Breaker { get; init; }

    /// <summary>Requests at the same time it is given.</summary>
    public int Slots { get; init; }

    public int Active { get; init; }

    public int Queued { get; init; }

    /// <summary>When it was last asked, or null.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    public IReadOnlyList<UpstreamModel> Models { get; set; } = [];
}
