using System.Text.Json;
using Dapper;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Preferences;

/// <summary>Preferences in Postgres. The user is part of the key.</summary>
internal sealed class PreferenceStore(Database database, TimeProvider time)
{
    public const int MostPerUser = 100;

    private const string Columns = """name AS "Name", value::text AS "Value", updated_at AS "UpdatedAt" """;

    public async Task<IReadOnlyList<PreferenceEntry>> ListAsync(string user, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. (await connection.QueryAsync<Row>(Command($"SELECT {Columns} FROM agent.preferences WHERE user_name = @user ORDER BY name", new { user }, cancellationToken))).Select(r => r.ToEntry())];
    }

    public async Task<PreferenceEntry?> FindAsync(string user, string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryFirstOrDefaultAsync<Row>(Command($"SELECT {Columns} FROM agent.preferences WHERE user_name = @user AND name = @name", new { user, name }, cancellationToken)))?.ToEntry();
    }

    /// <returns>Null when the user has as many as there may be and this is one more.</returns>
    public async Task<PreferenceEntry?> SetAsync(string user, string name, JsonElement value, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Two writers of one user count one after the other.
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(hashtextextended('localai.agent.preferences.' || @user, 0))", new { user }, transaction, cancellationToken: cancellationToken));
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            $"""
            INSERT INTO agent.preferences (user_name, name, value, updated_at)
            SELECT @user, @name, @value::jsonb, @now
            WHERE (SELECT count(*) FROM agent.preferences WHERE user_name = @user AND name <> @name) < {MostPerUser}
            ON CONFLICT (user_name, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
            RETURNING {Columns}
            """,
            new { user, name, value = value.GetRawText(), now = time.GetUtcNow() },
            transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return row?.ToEntry();
    }

    public async Task<bool> DeleteAsync(string user, string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(Command("DELETE FROM agent.preferences WHERE user_name = @user AND name = @name", new { user, name }, cancellationToken)) > 0;
    }

    /// <summary>What the agent loop follows.</summary>
    public async Task<UserPreferences> ReadAsync(string user, CancellationToken cancellationToken)
    {
        var all = (await ListAsync(user, cancellationToken)).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        return new UserPreferences
        {
            Model = Text(PreferenceRules.Model),
            Language = Text(PreferenceRules.Language),
            Instructions = Text(PreferenceRules.Instructions),
            Toolsets = all.TryGetValue(PreferenceRules.Toolsets, out var toolsets) ? [.. toolsets.EnumerateArray().Select(t => t.GetString()!)] : null,
        };

        string? Text(string name) => all.TryGetValue(name, out var value) ? value.GetString() : null;
    }

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) => new(sql, parameters, cancellationToken: cancellationToken);

    private sealed class Row
    {
        public string Name { get; init; } = "";

        public string Value { get; init; } = "";

        public DateTime UpdatedAt { get; init; }

        public PreferenceEntry ToEntry() => new(Name, JsonElement.Parse(Value), UpdatedAt);
    }
}
