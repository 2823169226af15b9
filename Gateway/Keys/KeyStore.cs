using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Gateway;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Gateway.Keys;

/// <summary>The keys in Postgres.</summary>
internal sealed class KeyStore(Database database, TimeProvider time)
{
    public const int PageSize = 100;

    /// <summary>More are refused: all valid keys are held in memory.</summary>
    public const int MostKeys = 10_000;

    /// <summary>Stores a key. False when there are <see cref="MostKeys"/> already.</summary>
    public async Task<bool> AddAsync(ApiKeyRecord key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "INSERT INTO gateway.api_keys (id, name, user_name, role, prefix, hash, limits, created_at, expires_at) " +
            "SELECT $1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9 WHERE (SELECT count(*) FROM gateway.api_keys WHERE revoked_at IS NULL) < $10",
            connection)
        {
            Parameters =
            {
                new() { Value = key.Id },
                new() { Value = key.Name },
                new() { Value = key.User },
                new() { Value = key.Role },
                new() { Value = key.Prefix },
                new() { Value = key.Hash },
                new() { Value = JsonSerializer.Serialize(key.Limits, KeyJson.Default.ApiKeyLimits) },
                new() { Value = key.CreatedAt },
                new() { Value = (object?)key.ExpiresAt ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                new() { Value = (long)MostKeys },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>One page, newest first, revoked ones included.</summary>
    /// <param name="after">Id of the last key of the page before, or null.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<ApiKeyPage> ListAsync(string? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<KeyRow>(new CommandDefinition(
            KeyRow.Select + "WHERE @after::text IS NULL OR (created_at, id) < (SELECT created_at, id FROM gateway.api_keys WHERE id = @after) " +
            "ORDER BY created_at DESC, id DESC LIMIT @count",
            new { after, count = PageSize + 1 },
            cancellationToken: cancellationToken))).AsList();
        return new ApiKeyPage([.. rows.Take(PageSize).Select(r => r.ToEntry())], rows.Count > PageSize ? rows[PageSize - 1].Id : null);
    }

    /// <summary>Every key that is not revoked.</summary>
    public async Task<IReadOnlyList<ApiKeyRecord>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<KeyRow>(new CommandDefinition(
            KeyRow.Select + "WHERE revoked_at IS NULL ORDER BY id LIMIT @count", new { count = MostKeys }, cancellationToken: cancellationToken));
        return [.. rows.Select(r => r.ToRecord())];
    }

    /// <summary>Revokes by id or prefix. False when there is none, or it was revoked before.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE gateway.api_keys SET revoked_at = @now WHERE (id = @id OR prefix = @id OR prefix = @short) AND revoked_at IS NULL",
            new { id, @short = ShortOf(id), now = time.GetUtcNow() },
            cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>Tokens each key has used since a moment.</summary>
    public async Task<IReadOnlyDictionary<string, long>> TokensSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string KeyId, long Tokens)>(new CommandDefinition(
            "SELECT key_id, sum(prompt_tokens + completion_tokens)::bigint FROM gateway.usage WHERE key_id IS NOT NULL AND at >= @since GROUP BY key_id",
            new { since },
            cancellationToken: cancellationToken));
        return rows.ToDictionary(r => r.KeyId, r => r.Tokens, StringComparer.Ordinal);
    }

    /// <summary>Accepts the beginning of a key as people see it: <c>sk-local-AbCdEfGh…</c>.</summary>
    private static string ShortOf(string id)
    {
        var text = id.StartsWith(ApiKeyText.Start, StringComparison.Ordinal) ? id[ApiKeyText.Start.Length..] : id;
        return text.Length >= ApiKeyText.PrefixLength ? text[..ApiKeyText.PrefixLength] : text;
    }
}
