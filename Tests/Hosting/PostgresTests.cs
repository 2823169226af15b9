using System.Globalization;
using LocalAi.Hosting;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Hosting;

/// <summary>The engine's own Postgres, from initdb to damage.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RememberedDatabase? _database;

    public PostgresTests() =>
        Assert.SkipUnless(PostgresBinaries.Candidates(null, "/none").Any(), "needs PostgreSQL: apt-get install postgresql");

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_KilledAndStartedAgain_KeepsWhatWasWritten()
    {
        await using (var run = await RunAsync())
        {
            var first = await run.UntilAsync("postgres", ResourceStates.Running);
            (await run.UntilAsync("localai", ResourceStates.Running)).Health.ShouldBe("Healthy");
            await ExecuteAsync("CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");

            PosixSignals.Send(first.ProcessId!.Value, StopSignal.Kill);
            var again = await run.UntilAsync("postgres", s => s.State == ResourceStates.Running && s.Restarts == 1);

            again.ProcessId.ShouldNotBe(first.ProcessId);
            (await ExecuteAsync("SELECT n FROM kept")).ShouldBe(42);
        }

        // A pid file of a server that is gone, with a pid that is somebody else's by now.
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "postgres", "postmaster.pid"), $"{Environment.ProcessId}\n", Cancel);
        await using var second = await RunAsync();
        await second.UntilAsync("postgres", ResourceStates.Running);
        (await ExecuteAsync("SELECT n FROM kept")).ShouldBe(42);
        (await ExecuteAsync("SELECT current_setting('listen_addresses') || current_setting('unix_socket_directories')")).ShouldBe("127.0.0.1");
        var wrong = new NpgsqlConnectionStringBuilder(await _database!.ConnectionStringAsync()) { Password = "wrong" }.ConnectionString;
        await using var stranger = new NpgsqlConnection(wrong);
        (await Should.ThrowAsync<PostgresException>(() => stranger.OpenAsync(Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Postgres_NotInstalled_IsAbsentAndWaitsPass()
    {
        await using var run = new HostRun(_folder.Path, "Host:PostgresBinaries=/no/such/folder");
        var database = run.Builder.AddPostgres("postgres").AddDatabase("localai");
        run.Builder.AddExecutable("service", "sleep", "/", "600").WithReference(database).WaitFor(database);
        await run.StartAsync();

        (await run.UntilAsync("service", ResourceStates.Running)).Environment.ShouldBeEmpty();
        run.Find("postgres").Reason.ShouldBe("Host:PostgresBinaries is '/no/such/folder', and there are no initdb and postgres in it.");
        run.Find("localai").State.ShouldBe(ResourceStates.Absent);
    }

    [Theory]
    [InlineData("99", null, "was made by PostgreSQL 99, and this machine has")]
    [InlineData("9", null, "move the data with pg_upgrade")]
    [InlineData("fifteen", null, "is damaged: PG_VERSION says 'fifteen'")]
    [InlineData(null, "global/pg_control", "is damaged: global/pg_control is missing.")]
    [InlineData(null, "PG_VERSION", "is damaged: PG_VERSION is missing.")]
    public async Task Postgres_FolderOfAnotherVersionOrDamaged_SaysWhatToDoAndTouchesNothing(string? version, string? missing, string reason)
    {
        var place = Path.Combine(_folder.Path, "postgres");
        Directory.CreateDirectory(Path.Combine(place, "global"));
        await File.WriteAllBytesAsync(Path.Combine(place, "global", "pg_control"), new byte[8192], Cancel);
        await File.WriteAllTextAsync(Path.Combine(place, "PG_VERSION"), (version ?? await InstalledVersionAsync()) + "\n", Cancel);
        if (missing is not null)
        {
            File.Delete(Path.Combine(place, missing));
        }

        await using var run = await RunAsync();
        var postgres = await run.UntilAsync("postgres", ResourceStates.FailedToStart);
        var service = await run.UntilAsync("service", ResourceStates.FailedToStart);

        postgres.Reason!.ShouldContain(reason);
        postgres.Reason!.ShouldContain("move", Case.Sensitive);
        service.Reason!.ShouldContain("It needs localai, which did not start.");
        Directory.EnumerateFileSystemEntries(place).Count().ShouldBe(missing == "PG_VERSION" ? 1 : 2);
    }

    [Fact]
    public async Task Postgres_DamagedControlFile_FailsWithAdvice()
    {
        await using (var run = await RunAsync())
        {
            await run.UntilAsync("postgres", ResourceStates.Running);
        }

        var control = Path.Combine(_folder.Path, "postgres", "global", "pg_control");
        var bytes = await File.ReadAllBytesAsync(control, Cancel);
        bytes.AsSpan(16, 200).Fill(0xEE);
        await File.WriteAllBytesAsync(control, bytes, Cancel);

        await using var second = await RunAsync();
        var failed = await second.UntilAsync("postgres", s => s.State is ResourceStates.Failed or ResourceStates.FailedToStart);

        failed.Reason!.ShouldContain("is damaged");
        failed.Reason!.ShouldContain("Restore a backup into it, or move it away");
    }

    [Fact]
    public async Task Postgres_InterruptedInitialization_BeginsAgain()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres.new", "base"));

        await using var run = await RunAsync();

        await run.UntilAsync("postgres", ResourceStates.Running);
        Directory.Exists(Path.Combine(_folder.Path, "postgres.new")).ShouldBeFalse();
        File.Exists(Path.Combine(_folder.Path, "postgres.new.password")).ShouldBeFalse();
    }

    private async Task<HostRun> RunAsync()
    {
        var run = new HostRun(_folder.Path);
        var database = run.Builder.AddPostgres("postgres").WithLimits(cpus: 1, memory: "256M").AddDatabase("localai");
        run.Builder.AddExecutable("service", "sleep", "/", "600").WaitFor(database);
        _database = new RememberedDatabase(database.Resource);
        await run.StartAsync();
        return run;
    }

    private static async Task<string> InstalledVersionAsync() =>
        (await PostgresBinaries.InspectAsync(PostgresBinaries.Candidates(null, "/none").First(), Cancel))!.Major.ToString(CultureInfo.InvariantCulture);

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(await _database!.ConnectionStringAsync());
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private sealed class RememberedDatabase(PostgresDatabaseResource resource)
    {
        public async Task<string> ConnectionStringAsync() =>
            await ((IResourceWithConnectionString)resource).GetConnectionStringAsync(Cancel) + ";Pooling=false";
    }
}
