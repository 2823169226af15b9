namespace LocalAi.Contracts.Rag;

/// <summary><c>GET /jobs/{id}</c>, and every event of <c>GET /jobs/{id}/events</c>.</summary>
public sealed record JobStatus
{
    public required Guid Id { get; init; }

    public JobKind Kind { get; init; }

    public required string Collection { get; init; }

    /// <summary>The folder or file, or null for documents in the request.</summary>
    public string? Path { get; init; }

    public JobState State { get; init; }

    public JobProgress Progress { get; set; } = new();

    /// <summary>At most the first 200; <c>GET /documents?state=unreadable</c> pages through all.</summary>
    public IReadOnlyList<FileProblem> Problems { get; set; } = [];

    /// <summary>What the user should know: vectors that wait for the embedding service, a folder that was empty, differences found.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    public string? Error { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
