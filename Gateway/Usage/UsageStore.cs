using Dapper;
using LocalAi.Contracts.Gateway;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.Gateway.Usage;

/// <summary>Writes and reads <c>gateway.usage</c>.</summary>
internal sealed class UsageStore(Database database)
{
    private const int MostGroups = 1000;

    private static readonly Dictionary<string, string> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["model"] = "model",
        ["user"] = "user_name",
        ["key"] = "coalesce(key_id, 'none')",
        ["upstream"] = "coalesce(upstream, 'none')",
        ["day"] = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
    };

    public static IReadOnlyCollection<string> GroupNames => Groups.Keys;

    /// <summary>Writes entries in one statement; entries that are there already stay as they are.</summary>
    public async Task WriteAsync(IReadOnlyList<UsageEntry> entries, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(
            """
            INSERT INTO gateway.usage
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            ON CONFLICT (id) DO NOTHING
            """,
            connection,
            transaction))
        {
            Add(command, entries, NpgsqlDbType.Uuid, e => e.Id);
            Add(command, entries, NpgsqlDbType.TimestampTz, e => e.At.ToUniversalTime());
            Add(command, entries, NpgsqlDbType.Text, e => e.RequestId);
            Add(command, entries, NpgsqlDbType.Text, e => e.KeyId);
            Add(command, entries, NpgsqlDbType.Text, e => e.User);
            Add(command, entries, NpgsqlDbType.Text, e => e.Model);
            Add(command, entries, NpgsqlDbType.Text, e => e.Upstream);
            Add(command, entries, NpgsqlDbType.Text, e => e.UpstreamModel);
            Add(command, entries, NpgsqlDbType.Text, e => e.Operation);
            Add(command, entries, NpgsqlDbType.Boolean, e => e.Streamed);
            Add(command, entries, NpgsqlDbType.Text, e => e.Outcome);
            Add(command, entries, NpgsqlDbType.Text, e => e.Cache);
            Add(command, entries, NpgsqlDbType.Integer, e => e.PromptTokens);
            Add(command, entries, NpgsqlDbType.Integer, e => e.CompletionTokens);
            Add(command, entries, NpgsqlDbType.Boolean, e => e.Estimated);
            Add(command, entries, NpgsqlDbType.Real, e => e.DurationMs);
            Add(command, entries, NpgsqlDbType.Real, e => e.FirstTokenMs);
            Add(command, entries, NpgsqlDbType.Real, e => e.QueueMs);
            Add(command, entries, NpgsqlDbType.Integer, e => e.Retries);
            Add(command, entries, NpgsqlDbType.Integer, e => e.Fallbacks);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // To the minute: a row of the key per request would be the busiest row of the database.
        var used = entries.Where(e => e.KeyId is not null).GroupBy(e => e.KeyId!).Select(g => (Id: g.Key, At: g.Max(e => e.At))).ToList();
        if (used.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE gateway.api_keys k SET last_used_at = u.at FROM unnest(@ids::text[], @ats::timestamptz[]) AS u (id, at) " +
                "WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at - interval '1 minute')",
                new { ids = used.Select(u => u.Id).ToArray(), ats = used.Select(u => u.At.UtcDateTime).ToArray() },
                transaction,
                cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<UsageRow>> ReadAsync(string groupBy, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<UsageRow>(new CommandDefinition(
            $"""
            SELECT {Groups[groupBy]} AS "Group", count(*) AS Requests, count(*) FILTER (WHERE outcome NOT IN ('ok', 'canceled')) AS Errors,
                   count(*) FILTER (WHERE cache = 'hit') AS CacheHits, coalesce(sum(prompt_tokens), 0)::bigint AS PromptTokens,
                   coalesce(sum(completion_tokens), 0)::bigint AS CompletionTokens, coalesce(avg(duration_ms), 0)::float8 AS DurationMs,
                   (avg(first_token_ms) FILTER (WHERE streamed))::float8 AS FirstTokenMs
            FROM gateway.usage WHERE at >= @from AND at < @to
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MostGroups}
            """,
            new { from = from.UtcDateTime, to = to.UtcDateTime },
            commandTimeout: 15,
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>Deletes rows from before a moment, a bounded number at a time; true when there may be more.</summary>
    public async Task<bool> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        const int AtOnce = 10_000;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM gateway.usage WHERE id IN (SELECT id FROM gateway.usage WHERE at < @before LIMIT @count)",
            new { before = before.UtcDateTime, count = AtOnce },
            cancellationToken: cancellationToken)) == AtOnce;
    }

    private static void Add<T>(NpgsqlCommand command, IReadOnlyList<UsageEntry> entries, NpgsqlDbType type, Func<UsageEntry, T> value) =>
        command.Parameters.Add(new NpgsqlParameter { Value = entries.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
}
