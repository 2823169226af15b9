using Npgsql;

namespace LocalAi.Tests.Support;

public sealed class PostgresServerTests(PostgresServer postgres)
{
    [Fact]
    public async Task CreateDatabase_Twice_GivesTwoEmptyDatabases()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var first = await postgres.CreateDatabaseAsync(cancellationToken);
        var second = await postgres.CreateDatabaseAsync(cancellationToken);

        second.ShouldNotBe(first);
        await using var connection = new NpgsqlConnection(first);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", connection);
        (await command.ExecuteScalarAsync(cancellationToken)).ShouldBe(0L);
    }
}
