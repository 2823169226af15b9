using Dapper;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Which pages were written, so that one that was left half-written is continued instead of begun again.</summary>
internal sealed partial class NotionPageStore(Database database, TimeProvider time, ILogger<NotionPageStore> logger)
{
    private static readonly TimeSpan Busy = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Same = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(5);

    /// <summary>The page of the same call that is unfinished or not ten minutes old, or a new row. Null when the same page is being written at this moment.</summary>
    public async Task<NotionPageRow?> BeginAsync(string user, byte[] hash, NotionParent parent, string title, string? source, int blocks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var now = time.GetUtcNow();
        var parameters = new { user, hash, parent = parent.Id, title, source, blocks, now, id = Guid.CreateVersion7(now), busy = now + Busy, same = now - Same, old = now - Kept };
        var row = await connection.QueryFirstOrDefaultAsync<NotionPageRow>(Command(
            $"SELECT {NotionPageRow.Columns} FROM agent.notion_pages WHERE user_name = @user AND request_hash = @hash AND status = 'done' AND updated_at > @same ORDER BY updated_at DESC LIMIT 1", parameters, cancellationToken));
        return row ?? await connection.QueryFirstOrDefaultAsync<NotionPageRow>(Command(
            $"""
            WITH gone AS (DELETE FROM agent.notion_pages WHERE user_name = @user AND updated_at < @old)
            INSERT INTO agent.notion_pages AS p (id, user_name, request_hash, parent_id, title, source_url, blocks, busy_until, created_at, updated_at)
            VALUES (@id, @user, @hash, @parent, @title, @source, @blocks, @busy, @now, @now)
            ON CONFLICT (user_name, request_hash) WHERE status = 'writing' DO UPDATE SET busy_until = @busy, updated_at = @now WHERE p.busy_until <= @now
            RETURNING {NotionPageRow.Columns}
            """,
            parameters,
            cancellationToken));
    }

    /// <summary>Notes how far the page is. Postgres being away does not stop the writing: what is in Notion is counted there when it goes on.</summary>
    public async Task SaveAsync(NotionPageRow row, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(row, time.GetUtcNow() + Busy, cancellationToken);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            LogAway(logger, row.Id, away.Message);
        }
    }

    /// <summary>The writing has ended, done or not: the same call may go on at once.</summary>
    public async Task ReleaseAsync(NotionPageRow row)
    {
        // Also when the caller has left.
        using var limit = new CancellationTokenSource(LastChance, time);
        try
        {
            await WriteAsync(row, time.GetUtcNow(), limit.Token);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or OperationCanceledException)
        {
            LogAway(logger, row.Id, away.Message);
        }
    }

    public async Task ForgetAsync(NotionPageRow row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command("DELETE FROM agent.notion_pages WHERE id = @Id", new { row.Id }, cancellationToken));
    }

    private async Task WriteAsync(NotionPageRow row, DateTimeOffset busy, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command(
            "UPDATE agent.notion_pages SET page_id = @PageId, url = @Url, written = @Written, status = @Status, busy_until = @busy, updated_at = @now WHERE id = @Id",
            new { row.PageId, row.Url, row.Written, row.Status, row.Id, busy, now = time.GetUtcNow() },
            cancellationToken));
    }

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) => new(sql, parameters, cancellationToken: cancellationToken);

    [LoggerMessage(EventId = 560, Level = LogLevel.Warning, Message = "The state of Notion page {Row} could not be stored: {Reason}")]
    private static partial void LogAway(ILogger logger, Guid row, string reason);
}
