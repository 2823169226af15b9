using System.Text.Json;
using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Jobs;

/// <summary>A row of <c>jobs</c>.</summary>
internal sealed class JobRow
{
    public Guid Id { get; init; }

    public string Kind { get; init; } = "";

    public string Collection { get; init; } = "";

    public string? Path { get; init; }

    public string State { get; init; } = "";

    public int Priority { get; init; }

    public string Progress { get; init; } = "{}";

    public string Problems { get; init; } = "[]";

    public string[] Notes { get; init; } = [];

    public string? Error { get; init; }

    public bool CancelRequested { get; init; }

    public int Attempts { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public JobStatus ToStatus() => new()
    {
        Id = Id,
        Kind = Enum.Parse<JobKind>(Kind, ignoreCase: true),
        Collection = Collection,
        Path = Path,
        State = Enum.Parse<JobState>(State, ignoreCase: true),
        Progress = JsonSerializer.Deserialize<JobProgress>(Progress, RagJson.Options) ?? new JobProgress(),
        Problems = JsonSerializer.Deserialize<FileProblem[]>(Problems, RagJson.Options) ?? [],
        Notes = Notes,
        Error = Error,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
    };
}
