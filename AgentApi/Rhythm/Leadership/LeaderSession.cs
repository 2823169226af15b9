using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Rhythm.Leadership;

/// <summary>
/// A node's session in the election: the advisory lock lives and dies with it, and a frozen holder can be told apart by its name. What is asked again and
/// again is prepared once: an idle node then costs one round trip and no planning. One call at a time.
/// </summary>
internal sealed class LeaderSession : IAsyncDisposable
{
    private const string ApplicationName = "localai-rhythm";

    // 'rhythm' as a number; advisory locks share one space per database.
    private const long LockKey = 0x72_68_79_74_68_6D;

    // Seconds.
    private const int Patience = 2;
    private static readonly TimeSpan NodeMemory = TimeSpan.FromMinutes(10);

    private readonly NpgsqlConnection _connection;
    private readonly string _node;
    private readonly TimeSpan _lease;
    private readonly NpgsqlParameter<long> _epoch = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private NpgsqlCommand? _renew;
    private NpgsqlCommand? _take;

    private LeaderSession(NpgsqlConnection connection, string node, TimeSpan lease) => (_connection, _node, _lease) = (connection, node, lease);

    public static async Task<LeaderSession> OpenAsync(string? connectionString, string node, TimeSpan lease, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = ApplicationName,
            Pooling = false,
            Timeout = Patience,
            CommandTimeout = Patience,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new LeaderSession(connection, node, lease);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves the end of the lease; null when another node leads.</summary>
    public async Task<(long Version, DateTimeOffset Now, bool IsAlone)?> RenewAsync(long epoch, CancellationToken cancellationToken)
    {
        _renew ??= await PrepareAsync(
            """
            UPDATE rhythm.lease SET expires_at = clock_timestamp() + $2 WHERE owner = $1 AND epoch = $4
            RETURNING version, clock_timestamp(), NOT EXISTS (SELECT 1 FROM rhythm.nodes WHERE name <> $1 AND seen_at > clock_timestamp() - $3)
            """,
            [Text(_node), Span(_lease), Span(NodeMemory), _epoch], cancellationToken);
        _epoch.TypedValue = epoch;
        await using var reader = await _renew.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), Time(reader, 1), reader.GetBoolean(2)) : null;
    }

    /// <summary>
    /// Takes the lead when nobody holds the lock: the epoch is 0 when somebody does. Lock and lease are one statement: nobody sees the lock taken
    /// and the lease still run out.
    /// </summary>
    public async Task<(long Epoch, long Version, DateTimeOffset Now, bool HasExpired)> TakeAsync(CancellationToken cancellationToken)
    {
        _take ??= await PrepareAsync(
            """
            WITH taken AS (
                UPDATE rhythm.lease SET owner = $1, epoch = epoch + 1, expires_at = clock_timestamp() + $2
                WHERE id = 1 AND pg_try_advisory_lock($3) RETURNING epoch)
            SELECT coalesce(taken.epoch, 0), lease.version, clock_timestamp(), lease.expires_at < clock_timestamp()
            FROM rhythm.lease LEFT JOIN taken ON true WHERE lease.id = 1
            """,
            [Text(_node), Span(_lease), new NpgsqlParameter<long> { TypedValue = LockKey }], cancellationToken);
        await using var reader = await _take.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1), Time(reader, 2), reader.GetBoolean(3));
    }

    /// <summary>
    /// Ends the session of a holder that is frozen: its lease ran out and it has said nothing for half a lease, which tells it apart from one
    /// that has only just taken the lock. Needs the same role or pg_signal_backend. Returns how many were ended.
    /// </summary>
    public async Task<int> EndFrozenAsync(CancellationToken cancellationToken) => (int)(await ScalarAsync(
        """
        SELECT count(pg_terminate_backend(l.pid))::int
        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND ((l.classid::bigint << 32) | l.objid::bigint) = $1 AND a.application_name = $2 AND l.pid <> pg_backend_pid()
          AND a.state_change < clock_timestamp() - $3
        """,
        [new NpgsqlParameter<long> { TypedValue = LockKey }, Text(ApplicationName), Span(_lease / 2)], cancellationToken))!;

    /// <summary>Says that this node is there; true when no other was for ten minutes.</summary>
    public async Task<bool> SeeNodesAsync(CancellationToken cancellationToken) => (bool)(await ScalarAsync(
        """
        WITH seen AS (INSERT INTO rhythm.nodes (name, seen_at) VALUES ($1, clock_timestamp()) ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at),
        gone AS (DELETE FROM rhythm.nodes WHERE name <> $1 AND seen_at < clock_timestamp() - $2)
        SELECT NOT EXISTS (SELECT 1 FROM rhythm.nodes WHERE name <> $1 AND seen_at >= clock_timestamp() - $2)
        """,
        [Text(_node), Span(NodeMemory)], cancellationToken))!;

    /// <summary>A node that said goodbye is not waited for: the others know at once whether they are alone.</summary>
    public Task ResignAsync(long epoch, CancellationToken cancellationToken) => ScalarAsync(
        """
        WITH gone AS (DELETE FROM rhythm.nodes WHERE name = $1)
        UPDATE rhythm.lease SET expires_at = '-infinity' WHERE owner = $1 AND epoch = $2
        """,
        [Text(_node), new NpgsqlParameter<long> { TypedValue = epoch }], cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<NpgsqlCommand> PrepareAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(cancellationToken);
        return command;
    }

    private async Task<object?> ScalarAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static DateTimeOffset Time(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<TimeSpan> Span(TimeSpan span) => new() { TypedValue = span };
}
