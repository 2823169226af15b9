using Dapper;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.Leadership;

/// <summary>
/// One leader among all nodes of a database. A crash frees the session's advisory lock at once; a frozen leader keeps the lock but lets its
/// lease run out, and then its session is ended by the next node. Every lead has its own epoch, and every write of a leader carries it:
/// what a node that lost the lead still writes changes nothing. Only the database's clock counts.
/// </summary>
internal sealed partial class LeaderElection(
    Database database, IConfiguration configuration, IOptions<RhythmOptions> options, NodeName node,
    TimeProvider time, ILogger<LeaderElection> logger) : IAsyncDisposable
{
    private const string ApplicationName = "localai-rhythm";

    // 'rhythm' as a number; advisory locks share one space per database.
    private const long LockKey = 0x72_68_79_74_68_6D;
    private static readonly TimeSpan NodeMemory = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterEnding = TimeSpan.FromMilliseconds(100);

    private NpgsqlConnection? _session;
    private long _epoch;
    private int _ticks;

    /// <summary>True while no other node was seen for ten minutes: then nobody can take over while the database is away.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>Renews the lead or tries to get it. Never throws but for cancellation.</summary>
    public async Task<LeaderState> TickAsync(CancellationToken cancellationToken)
    {
        if (!database.Migrated.IsCompletedSuccessfully)
        {
            return LeaderState.Away;
        }

        try
        {
            var session = _session ??= await OpenAsync(cancellationToken);
            if (_ticks++ % 30 == 0)
            {
                await SeeNodesAsync(session, cancellationToken);
            }

            return _epoch > 0 ? await RenewAsync(session, cancellationToken) : await TryLeadAsync(session, cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            LogAway(logger, away.Message);
            await CloseAsync();
            return LeaderState.Away;
        }
    }

    /// <summary>True when this node still leads under <paramref name="epoch"/>, asked of the database now. To be called right before an act that cannot be undone.</summary>
    public async Task<bool> IsCurrentAsync(long epoch, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "SELECT EXISTS (SELECT 1 FROM rhythm.lease WHERE owner = @node AND epoch = @epoch AND expires_at > clock_timestamp())",
                new { node = node.Value, epoch }, cancellationToken: cancellationToken));
        }
        catch (Exception away) when (away is NpgsqlException or DatabaseUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Gives the lead up, so that another node can take it at once, and leaves the list of nodes.</summary>
    public async Task ResignAsync(CancellationToken cancellationToken)
    {
        if (_session is not { } session)
        {
            return;
        }

        try
        {
            // A node that said goodbye is not waited for: the others know at once whether they are alone.
            await session.ExecuteAsync(Command(
                """
                DELETE FROM rhythm.nodes WHERE name = @node;
                UPDATE rhythm.lease SET expires_at = '-infinity' WHERE owner = @node AND epoch = @epoch;
                """,
                new { node = node.Value, epoch = _epoch }, cancellationToken));
        }
        catch (Exception away) when (away is NpgsqlException or InvalidOperationException or IOException)
        {
            LogAway(logger, away.Message);
        }

        await CloseAsync();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // A session of its own: the lock lives and dies with it, and a frozen holder can be told apart by its name.
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(database.ConnectionName))
        {
            ApplicationName = ApplicationName,
            Pooling = false,
            Timeout = 2,
            CommandTimeout = 2,
        };
        var session = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await session.OpenAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task<LeaderState> TryLeadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        if (await LockAsync(session, cancellationToken) is { } lead)
        {
            return lead;
        }

        var (expired, seen) = await session.QuerySingleAsync<(bool, DateTime)>(
            Command("SELECT expires_at < clock_timestamp(), clock_timestamp() FROM rhythm.lease", null, cancellationToken));
        if (expired && await EndFrozenAsync(session, cancellationToken))
        {
            // Its session needs a moment to go; the next tick tries again if this was too short.
            await Task.Delay(AfterEnding, time, cancellationToken);
            if (await LockAsync(session, cancellationToken) is { } taken)
            {
                return taken;
            }
        }

        return new LeaderState(LeaderRole.Follower, 0, 0, seen);
    }

    /// <summary>Lock and lease in one statement: nobody sees the lock taken and the lease still run out.</summary>
    private async Task<LeaderState?> LockAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var lead = await session.QuerySingleOrDefaultAsync<(long Epoch, long Version, DateTime Now)?>(Command(
            """
            UPDATE rhythm.lease SET owner = @node, epoch = epoch + 1, expires_at = clock_timestamp() + @ttl
            WHERE id = 1 AND pg_try_advisory_lock(@key) RETURNING epoch, version, clock_timestamp()
            """,
            new { key = LockKey, node = node.Value, ttl = Lease }, cancellationToken));
        if (lead is not { } taken)
        {
            return null;
        }

        _epoch = taken.Epoch;
        LogLeads(logger, node.Value, taken.Epoch);
        return new LeaderState(LeaderRole.Leader, taken.Epoch, taken.Version, taken.Now);
    }

    /// <summary>
    /// Ends the session of a holder that is frozen: its lease ran out and it has said nothing for half a lease, which tells it apart from one
    /// that has only just taken the lock. Needs the same role or pg_signal_backend.
    /// </summary>
    private async Task<bool> EndFrozenAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var ended = await session.ExecuteScalarAsync<int>(Command(
            """
            SELECT count(pg_terminate_backend(l.pid))::int
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND ((l.classid::bigint << 32) | l.objid::bigint) = @key AND a.application_name = @application AND l.pid <> pg_backend_pid()
              AND a.state_change < clock_timestamp() - @silence
            """,
            new { key = LockKey, application = ApplicationName, silence = Lease / 2 }, cancellationToken));
        if (ended > 0)
        {
            LogFrozen(logger, ended);
        }

        return ended > 0;
    }

    private async Task<LeaderState> RenewAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var renewed = await session.QuerySingleOrDefaultAsync<(long Version, DateTime Now, bool Alone)?>(Command(
            """
            UPDATE rhythm.lease SET expires_at = clock_timestamp() + @ttl WHERE owner = @node AND epoch = @epoch
            RETURNING version, clock_timestamp(), NOT EXISTS (SELECT 1 FROM rhythm.nodes WHERE name <> @node AND seen_at > clock_timestamp() - @memory)
            """,
            new { node = node.Value, epoch = _epoch, ttl = Lease, memory = NodeMemory }, cancellationToken));
        if (renewed is { } lease)
        {
            IsAlone = lease.Alone;
            return new LeaderState(LeaderRole.Leader, _epoch, lease.Version, lease.Now);
        }

        LogLost(logger, node.Value, _epoch);
        await CloseAsync();
        return new LeaderState(LeaderRole.Follower, 0, 0, null);
    }

    private async Task SeeNodesAsync(NpgsqlConnection session, CancellationToken cancellationToken) =>
        IsAlone = await session.ExecuteScalarAsync<bool>(Command(
            """
            INSERT INTO rhythm.nodes (name, seen_at) VALUES (@node, clock_timestamp()) ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at;
            DELETE FROM rhythm.nodes WHERE seen_at < clock_timestamp() - @memory;
            SELECT NOT EXISTS (SELECT 1 FROM rhythm.nodes WHERE name <> @node);
            """,
            new { node = node.Value, memory = NodeMemory }, cancellationToken));

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    private async Task CloseAsync()
    {
        _epoch = 0;
        if (_session is { } session)
        {
            _session = null;
            try
            {
                await session.DisposeAsync();
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
            {
                // The server went first, or a query was cut off: the session is gone either way, and its lock with it.
                LogAway(logger, broken.Message);
            }
        }
    }

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);

    [LoggerMessage(EventId = 700, Level = LogLevel.Information, Message = "{Node} leads the rhythm (epoch {Epoch})")]
    private static partial void LogLeads(ILogger logger, string node, long epoch);

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "{Node} lost the lead (epoch {Epoch})")]
    private static partial void LogLost(ILogger logger, string node, long epoch);

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "The leader's lease ran out; ended {Sessions} frozen session(s)")]
    private static partial void LogFrozen(ILogger logger, int sessions);

    [LoggerMessage(EventId = 703, Level = LogLevel.Debug, Message = "The database is away: {Message}")]
    private static partial void LogAway(ILogger logger, string message);
}
