using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.OpenAi;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Sessions;

/// <summary>Conversations in Postgres. The user is part of every key, so nobody reaches another's by its id.</summary>
internal sealed class SessionStore(Database database, TimeProvider time)
{
    public const int MessagesAtOnce = 200;

    private const string Columns = """id AS "Id", title AS "Title", created_at AS "CreatedAt", updated_at AS "UpdatedAt" """;

    public async Task<SessionEntry> CreateAsync(string user, string title, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var now = time.GetUtcNow();
        return (await connection.QuerySingleAsync<SessionRow>(Command(
            $"INSERT INTO agent.sessions (user_name, id, title, created_at, updated_at) VALUES (@user, @id, @title, @now, @now) RETURNING {Columns}",
            new { user, id = Guid.CreateVersion7(now), title, now },
            cancellationToken))).ToEntry();
    }

    public async Task<SessionList> ListAsync(string user, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<SessionRow>(Command(
            $"SELECT {Columns} FROM agent.sessions WHERE user_name = @user ORDER BY updated_at DESC, id LIMIT @limit", new { user, limit }, cancellationToken));
        return new SessionList([.. rows.Select(r => r.ToEntry())]);
    }

    public async Task<SessionDetail?> FindAsync(string user, Guid id, int after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<SessionRow>(Command($"SELECT {Columns} FROM agent.sessions WHERE user_name = @user AND id = @id", new { user, id }, cancellationToken));
        if (row is null)
        {
            return null;
        }

        var messages = await ReadAsync(connection, user, id, after, MessagesAtOnce, cancellationToken);
        return new SessionDetail(row.ToEntry(), messages, messages.Count == MessagesAtOnce ? messages[^1].Position : null);
    }

    public async Task<bool> DeleteAsync(string user, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command("DELETE FROM agent.sessions WHERE user_name = @user AND id = @id", new { user, id }, cancellationToken)) > 0;
    }

    /// <summary>All messages after a position, oldest first.</summary>
    public async Task<IReadOnlyList<SessionMessage>> MessagesAsync(string user, Guid id, int after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await ReadAsync(connection, user, id, after, 2000, cancellationToken);
    }

    /// <summary>Adds messages at the end, all or none.</summary>
    public async Task AppendAsync(string user, Guid id, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AppendAsync(connection, transaction, user, id, messages, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task AppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string user, Guid id, IReadOnlyList<ChatMessage> messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE agent.sessions SET updated_at = @now WHERE user_name = @user AND id = @id", new { user, id, now }, transaction, cancellationToken: cancellationToken));
        foreach (var message in messages)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO agent.messages (user_name, session_id, position, role, content, tool_calls, tool_call_id, created_at)
                SELECT @user, @id, coalesce(max(position), 0) + 1, @Role, @Content, @calls::jsonb, @ToolCallId, @now FROM agent.messages WHERE user_name = @user AND session_id = @id
                """,
                new { user, id, message.Role, Content = message.Content?.Replace("\0", "", StringComparison.Ordinal), calls = message.ToolCalls is null ? null : JsonSerializer.Serialize(message.ToolCalls, Tools.ToolJson.Options).Replace("\\u0000", "", StringComparison.Ordinal), message.ToolCallId, now },
                transaction,
                cancellationToken: cancellationToken));
        }
    }

    public async Task<(string? Text, int To)> SummaryAsync(string user, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<(string?, int)>(Command("SELECT summary, summarized_to FROM agent.sessions WHERE user_name = @user AND id = @id", new { user, id }, cancellationToken));
    }

    public async Task SaveSummaryAsync(string user, Guid id, string text, int to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(Command("UPDATE agent.sessions SET summary = @text, summarized_to = @to WHERE user_name = @user AND id = @id", new { user, id, text, to }, cancellationToken));
    }

    private static async Task<IReadOnlyList<SessionMessage>> ReadAsync(NpgsqlConnection connection, string user, Guid id, int after, int limit, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(int Position, string Role, string? Content, string? ToolCalls, string? ToolCallId, DateTime CreatedAt)>(Command(
            "SELECT position, role, content, tool_calls, tool_call_id, created_at FROM agent.messages WHERE user_name = @user AND session_id = @id AND position > @after ORDER BY position LIMIT @limit",
            new { user, id, after, limit },
            cancellationToken));
        return [.. rows.Select(r => new SessionMessage(r.Position, r.Role, r.Content, r.ToolCalls is null ? null : JsonSerializer.Deserialize<List<ToolCall>>(r.ToolCalls, Tools.ToolJson.Options), r.ToolCallId, r.CreatedAt))];
    }

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) => new(sql, parameters, cancellationToken: cancellationToken);

    private sealed class SessionRow
    {
        public Guid Id { get; init; }

        public string Title { get; init; } = "";

        public DateTime CreatedAt { get; init; }

        public DateTime UpdatedAt { get; init; }

        public SessionEntry ToEntry() => new(Id, Title, CreatedAt, UpdatedAt);
    }
}
