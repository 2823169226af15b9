using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.Rag.SearchLogs;

/// <summary>Questions in Postgres.</summary>
internal sealed class SearchLogStore(Database database)
{
    public async Task AddAsync(SearchLog log, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO rag.search_logs (id, created_at, user_name, collections, query, mode, retrieval, coverage, timings, chunks, citations, model)
            VALUES (@Id, @createdAt, @user, @collections, @query, @mode, @retrieval, @coverage, @timings::jsonb, @chunks, @citations, @Model)
            ON CONFLICT (id) DO NOTHING
            """,
            new
            {
                log.Id,
                createdAt = log.CreatedAt.UtcDateTime,
                user = StorableText.Of(log.User),
                collections = log.Collections.ToArray(),
                query = StorableText.Of(log.Query),
                mode = log.Mode.ToString().ToLowerInvariant(),
                retrieval = log.Retrieval.ToString().ToLowerInvariant(),
                coverage = (float)log.Coverage,
                timings = JsonSerializer.Serialize(log.Timings, RagJson.Options),
                chunks = log.Chunks.ToArray(),
                citations = log.Citations.ToArray(),
                log.Model,
            },
            cancellationToken: cancellationToken));
    }

    /// <summary>Questions, newest first, older than <paramref name="before"/>.</summary>
    public async Task<List<SearchLogRow>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<SearchLogRow>(new CommandDefinition(
            """
            SELECT id, created_at, user_name, collections, query, mode, retrieval, coverage, timings::text AS timings, chunks, citations, model, rating, comment
            FROM rag.search_logs
            WHERE @before::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM rag.search_logs WHERE id = @before)
            ORDER BY created_at DESC, id DESC LIMIT @limit
            """,
            new { before, limit },
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <returns>False when there is no such question.</returns>
    public async Task<bool> RateAsync(FeedbackRequest feedback, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rag.search_logs SET rating = @rating, comment = @comment WHERE id = @QueryId",
            new
            {
                feedback.QueryId,
                rating = feedback.Rating == 0 ? (short?)null : (short)feedback.Rating,
                comment = feedback.Comment is null ? null : StorableText.Of(feedback.Comment),
            },
            cancellationToken: cancellationToken)) == 1;
    }

    public async Task<int> DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM rag.search_logs WHERE created_at < @before", new { before = before.UtcDateTime }, cancellationToken: cancellationToken));
    }
}
