using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LocalAi.Tests.ServiceDefaults;

public sealed class PostgresTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_TwoServicesAtOnce_AppliesEachFileOnce()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using var first = await StartAsync(connection);
        await using var second = await StartAsync(connection);
        await Task.WhenAll(MigratedAsync(first), MigratedAsync(second));

        await using var direct = new NpgsqlConnection(connection);
        (await direct.QueryAsync<string>("SELECT name FROM notebook.migrations ORDER BY version")).ShouldBe(["0001_create_notes", "0002_add_author"]);
        (await first.Client.GetStringAsync("/notes", Cancel)).ShouldBe("0");
    }

    [Fact]
    public async Task Migrate_SchemaIsNewerThanTheProgram_SaysSoAndKeepsServing()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using (var older = await StartAsync(connection))
        {
            await MigratedAsync(older);
        }

        await using var direct = new NpgsqlConnection(connection);
        await direct.ExecuteAsync("INSERT INTO notebook.migrations (version, name, checksum) VALUES (3, '0003_future', 'x')");
        await using var service = await StartAsync(connection);

        await Eventually.TrueAsync(
            async () => (await DatabaseDetailAsync(service))?.Contains("newer than this program knows", StringComparison.Ordinal) == true,
            "health says that the schema is newer",
            Cancel);
        (await service.Client.GetAsync("/notes", Cancel)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await service.Client.GetAsync("/alive", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Migrate_AppliedFileWasChanged_IsRefused()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        await using (var before = await StartAsync(connection))
        {
            await MigratedAsync(before);
        }

        await using var direct = new NpgsqlConnection(connection);
        await direct.ExecuteAsync("UPDATE notebook.migrations SET checksum = 'other' WHERE version = 1");
        await using var service = await StartAsync(connection);

        await Eventually.TrueAsync(
            async () => (await DatabaseDetailAsync(service))?.Contains("0001_create_notes of schema notebook was changed", StringComparison.Ordinal) == true,
            "health names the changed migration",
            Cancel);
    }

    [Fact]
    public async Task Open_PostgresAwayAtStartAndLater_Gets503AndRecoversAlone()
    {
        var server = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(server.Port);
        server.Port = link.Port;
        await using var service = await StartAsync(server.ConnectionString);

        using (var away = await service.Client.GetAsync("/notes", Cancel))
        {
            away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            away.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await service.Client.GetAsync("/health", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, "a service without its database is degraded, not dead");
        link.Mend();
        await AnswersAsync(service);
        await link.CutAsync();
        await Eventually.TrueAsync(
            async () => (await service.Client.GetAsync("/notes", Cancel)).StatusCode == HttpStatusCode.ServiceUnavailable,
            "a cut link is answered with 503",
            Cancel);
        link.Mend();
        await AnswersAsync(service);
        (await DatabaseDetailAsync(service)).ShouldBeNull();
    }

    [Fact]
    public async Task Open_NoConnectionString_SaysWhichKeyToSet()
    {
        await using var service = await StartAsync("");

        using var response = await service.Client.GetAsync("/notes", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("ConnectionStrings:test");
    }

    private static Task<TestService> StartAsync(string connection) => TestService.StartAsync(
        builder => builder.AddPostgres("test", "notebook"),
        app => app.MapGet("/notes", async (Database database, CancellationToken cancel) =>
        {
            await using var open = await database.OpenAsync(cancel);
            return (await open.ExecuteScalarAsync<long>("SELECT count(author) FROM notebook.notes")).ToString();
        }),
        Cancel,
        ("ConnectionStrings:test", connection));

    private static Task MigratedAsync(TestService service) => service.Services.GetRequiredService<Database>().Migrated.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

    private static Task AnswersAsync(TestService service) => Eventually.TrueAsync(
        async () => (await service.Client.GetAsync("/notes", Cancel)).StatusCode == HttpStatusCode.OK, "the service answers again", Cancel);

    private static async Task<string?> DatabaseDetailAsync(TestService service)
    {
        var health = await service.Client.GetFromJsonAsync<JsonElement>("/health", Cancel);
        return health.GetProperty("checks").GetProperty("postgres").TryGetProperty("detail", out var detail) ? detail.GetString() : null;
    }
}
