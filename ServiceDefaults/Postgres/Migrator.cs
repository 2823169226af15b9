using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>Brings a schema to the newest version: one transaction a file, one process at a time (session advisory lock).</summary>
internal sealed partial class Migrator(Database database, ILogger<Migrator> logger)
{
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        foreach (var schema in database.Schema.Names)
        {
            await MigrateAsync(schema, cancellationToken);
        }
    }

    private async Task MigrateAsync(string schema, CancellationToken cancellationToken)
    {
        var migrations = Migration.ReadAll(database.Schema.Assembly, schema);
        await using var connection = await database.OpenUnmigratedAsync(cancellationToken);
        await connection.ExecuteAsync(Command("SELECT pg_advisory_lock(hashtextextended('localai.migrate.' || @schema, 0))", new { schema }));
        try
        {
            await connection.ExecuteAsync(Command(
                $"CREATE SCHEMA IF NOT EXISTS {schema}; CREATE TABLE IF NOT EXISTS {schema}.migrations " +
                "(version int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"));
            var applied = (await connection.QueryAsync<(int Version, string Name, string Checksum)>(
                Command($"SELECT version, name, checksum FROM {schema}.migrations ORDER BY version"))).AsList();
            Check(applied, migrations, schema);
            foreach (var migration in migrations.Skip(applied.Count))
            {
                await ApplyAsync(connection, schema, migration, cancellationToken);
                LogApplied(logger, schema, migration.Name);
            }
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock_all()");
        }

        CommandDefinition Command(string sql, object? parameters = null) => new(sql, parameters, cancellationToken: cancellationToken);
    }

    private static void Check(List<(int Version, string Name, string Checksum)> applied, IReadOnlyList<Migration> known, string schema)
    {
        if (applied.Count > known.Count)
        {
            throw new InvalidOperationException(
                $"Schema {schema} is at version {applied[^1].Version}, newer than this program knows ({known.Count}). Start the newer LocalAi again, or restore a backup.");
        }

        for (var i = 0; i < applied.Count; i++)
        {
            if (applied[i].Checksum != known[i].Checksum)
            {
                throw new InvalidOperationException($"Migration {known[i].Name} of schema {schema} was changed after it was applied.");
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string schema, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            $"SET LOCAL search_path = {schema}, public;\n" + migration.Sql, transaction: transaction, commandTimeout: 600, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"INSERT INTO {schema}.migrations (version, name, checksum) VALUES (@Version, @Name, @Checksum)", migration, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "Schema {Schema}: applied {Migration}")]
    private static partial void LogApplied(ILogger logger, string schema, string migration);
}
