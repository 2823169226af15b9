using System.Text.Json;
using Dapper;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.Store;

/// <summary>The tasks people added. A change takes the lease's row first, as every change does: the leader reads the tasks again within a tick.</summary>
internal sealed class TaskDefinitionStore(Database database, RhythmEvents events)
{
    // Seconds.
    private const int Patience = 5;

    /// <summary>In the order of their names.</summary>
    public async Task<IReadOnlyList<RhythmTaskDefinition>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await ReadAsync(connection, null, cancellationToken);
    }

    /// <summary>Adds or replaces a task; <paramref name="check"/> gets all of them as they would be and may refuse by throwing.</summary>
    /// <param name="definition">The task.</param>
    /// <param name="check">Sees the state before and after.</param>
    /// <param name="cancellationToken">Ends it; nothing is changed then.</param>
    public async Task SaveAsync(
        RhythmTaskDefinition definition, Action<IReadOnlyList<RhythmTaskDefinition>, IReadOnlyList<RhythmTaskDefinition>> check, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await BeginAsync(connection, cancellationToken);
        var before = await ReadAsync(connection, transaction, cancellationToken);
        check(before, [.. before.Where(d => d.Name != definition.Name), definition]);
        await connection.ExecuteAsync(Command(
            "INSERT INTO rhythm.tasks (name, definition) VALUES (@Name, @json::jsonb) ON CONFLICT (name) DO UPDATE SET definition = EXCLUDED.definition",
            new { definition.Name, json = JsonSerializer.Serialize(definition, ToolJson.Options) }, transaction, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        events.NoteChange();
    }

    /// <summary>Removes a task that does not run now; its runs stay in the log. False when it runs.</summary>
    public async Task<bool> RemoveAsync(string name, Action<IReadOnlyList<RhythmTaskDefinition>> check, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await BeginAsync(connection, cancellationToken);
        check(await ReadAsync(connection, transaction, cancellationToken));
        var removed = await connection.ExecuteAsync(Command(
            "DELETE FROM rhythm.tasks WHERE name = @name AND definition IS NOT NULL AND running_epoch IS NULL", new { name }, transaction, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        events.NoteChange();
        return removed > 0;
    }

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Command("UPDATE rhythm.lease SET version = version + 1", null, transaction, cancellationToken));
        return transaction;
    }

    private static async Task<IReadOnlyList<RhythmTaskDefinition>> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<string>(Command("SELECT definition::text FROM rhythm.tasks WHERE definition IS NOT NULL ORDER BY name", null, transaction, cancellationToken));
        return [.. rows.Select(r => JsonSerializer.Deserialize<RhythmTaskDefinition>(r, ToolJson.Options)!)];
    }

    private static CommandDefinition Command(string sql, object? parameters, NpgsqlTransaction? transaction, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, Patience, cancellationToken: cancellationToken);
}
