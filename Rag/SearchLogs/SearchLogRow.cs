using System.Text.Json;
using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.SearchLogs;

/// <summary>A row of <c>search_logs</c>.</summary>
internal sealed class SearchLogRow
{
    public Guid Id { get; init; }

    public DateTime CreatedAt { get; init; }

    public string UserName { get; init; } = "";

    public string[] Collections { get; init; } = [];

    public string Query { get; init; } = "";

    public string Mode { get; init; } = "";

    public string Retrieval { get; init; } = "";

    public float Coverage { get; init; }

    public string Timings { get; init; } = "{}";

    public long[] Chunks { get; init; } = [];

    public int[] Citations { get; init; } = [];

    public string? Model { get; init; }

    public short? Rating { get; init; }

    public string? Comment { get; init; }

    public SearchLog ToLog() => new()
    {
        Id = Id,
        CreatedAt = CreatedAt,
        User = UserName,
        Collections = Collections,
        Query = Query,
        Mode = Enum.Parse<AnswerMode>(Mode, ignoreCase: true),
        Retrieval = Enum.Parse<SearchMode>(Retrieval, ignoreCase: true),
        Coverage = Math.Round(Coverage, 4),
        Timings = JsonSerializer.Deserialize<QueryTimings>(Timings, RagJson.Options) ?? new QueryTimings(),
        Chunks = Chunks,
        Citations = Citations,
        Model = Model,
        Rating = Rating,
        Comment = Comment,
    };
}
