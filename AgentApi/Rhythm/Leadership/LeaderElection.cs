using Dapper;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.AgentApi.Rhythm.Leadership;

/// <summary>
/// One leader among all nodes of a database. A crash frees the session's advisory lock at once; a frozen leader keeps the lock but lets its
/// lease run out, and then its session is ended by the next node. Every lead has its own epoch, and every write of a leader carries it:
/// what a node that lost the lead still writes changes nothing. Only the database's clock counts. A leader renews after two fifths of its lease, not on every tick:
/// what an idle node costs is these round trips.
/// </summary>
internal sealed partial class LeaderElection(
    Database database, IConfiguration configuration, IOptions<RhythmOptions> options, NodeName node,
    TimeProvider time, ILogger<LeaderElection> logger) : IAsyncDisposable
{
    /// <summary>A leader that has not renewed for this share of its lease acts as if it had lost the lead: what it does then still ends before another node can lead.</summary>
    public const double Fence = 0.7;

    private const double RenewAfter = 0.4;
    private static readonly TimeSpan AfterEnding = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NodesEvery = TimeSpan.FromSeconds(30);

    // How long the database's answer that this node leads holds: a thousand deletions in a row do not ask a thousand times.
    private static readonly TimeSpan AnswerHolds = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    // A tick that comes half a tick early still counts.
    private readonly TimeSpan _renewAfter = TimeSpan.FromSeconds((options.Value.LeaseSeconds * RenewAfter) - (options.Value.TickSeconds / 2));
    private LeaderSession? _session;
    private LeaderState _lead = LeaderState.Away;
    private long? _nodesSeenAt;
    private bool _isHurried;
    private long _epoch;
    private long _renewedAt;
    private long _answeredAt;

    /// <summary>True while no other node was seen for ten minutes: then nobody can take over while the database is away.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>When the last renewal that went through was asked for, as a timestamp: the lease ends no sooner than its length after this.</summary>
    public long RenewedAt => Volatile.Read(ref _renewedAt);

    /// <summary>The next tick asks the database whatever the time: something was changed there.</summary>
    public void Hurry() => _isHurried = true;

    /// <summary>Renews the lead or tries to get it. Never throws but for cancellation.</summary>
    public async Task<LeaderState> TickAsync(CancellationToken cancellationToken)
    {
        if (!database.Migrated.IsCompletedSuccessfully)
        {
            return LeaderState.Away;
        }

        if (_epoch > 0 && !_isHurried && time.GetElapsedTime(_renewedAt) < _renewAfter)
        {
            return _lead;
        }

        try
        {
            var session = _session ??= await LeaderSession.OpenAsync(configuration.GetConnectionString(database.ConnectionName), node.Value, _lease, cancellationToken);
            if (_nodesSeenAt is not { } seen || time.GetElapsedTime(seen) >= NodesEvery)
            {
                IsAlone = await session.SeeNodesAsync(cancellationToken);
                _nodesSeenAt = time.GetTimestamp();
            }

            _isHurried = false;
            return _epoch > 0 ? await RenewAsync(session, cancellationToken) : await TryLeadAsync(session, cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            LogAway(logger, away.Message);
            await CloseAsync();
            return LeaderState.Away;
        }
    }

    /// <summary>
    /// True when this node leads under <paramref name="epoch"/>. To be called right before every act that cannot be undone: it first looks at what this node knows by
    /// its own monotonic clock, which ends a node that was frozen a moment ago, and asks the database unless that has just answered.
    /// </summary>
    public async Task<bool> MayActAsync(long epoch, CancellationToken cancellationToken)
    {
        if (!IsWithinLease(epoch))
        {
            return false;
        }

        var asked = time.GetTimestamp();
        if (Volatile.Read(ref _answeredAt) is > 0 and var answered && time.GetElapsedTime(answered, asked) < AnswerHolds)
        {
            return true;
        }

        if (!await IsCurrentAsync(epoch, cancellationToken))
        {
            return false;
        }

        Volatile.Write(ref _answeredAt, asked);
        return IsWithinLease(epoch);
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
            await session.ResignAsync(_epoch, cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException or InvalidOperationException or IOException)
        {
            LogAway(logger, away.Message);
        }

        await CloseAsync();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<LeaderState> TryLeadAsync(LeaderSession session, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var answer = await session.TakeAsync(cancellationToken);
        if (answer is { Epoch: 0, HasExpired: true } && await session.EndFrozenAsync(cancellationToken) is > 0 and var ended)
        {
            LogFrozen(logger, ended);
            // Its session needs a moment to go; the next tick tries again if this was too short.
            await Task.Delay(AfterEnding, time, cancellationToken);
            asked = time.GetTimestamp();
            answer = await session.TakeAsync(cancellationToken);
        }

        if (answer.Epoch == 0)
        {
            return new LeaderState(LeaderRole.Follower, 0, 0, answer.Now);
        }

        LogLeads(logger, node.Value, answer.Epoch);
        Volatile.Write(ref _epoch, answer.Epoch);
        return Lead(asked, answer.Version, answer.Now);
    }

    private async Task<LeaderState> RenewAsync(LeaderSession session, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (await session.RenewAsync(_epoch, cancellationToken) is { } renewed)
        {
            IsAlone = renewed.IsAlone;
            return Lead(asked, renewed.Version, renewed.Now);
        }

        LogLost(logger, node.Value, _epoch);
        await CloseAsync();
        return new LeaderState(LeaderRole.Follower, 0, 0, null);
    }

    private LeaderState Lead(long asked, long version, DateTimeOffset now)
    {
        Volatile.Write(ref _renewedAt, asked);
        _lead = new LeaderState(LeaderRole.Leader, _epoch, version, null);
        return _lead with { DatabaseNow = now };
    }

    private bool IsWithinLease(long epoch) => epoch > 0 && Volatile.Read(ref _epoch) == epoch && time.GetElapsedTime(RenewedAt) < _lease * Fence;

    private async Task<bool> IsCurrentAsync(long epoch, CancellationToken cancellationToken)
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

    private async Task CloseAsync()
    {
        Volatile.Write(ref _epoch, 0);
        Volatile.Write(ref _answeredAt, 0);
        _nodesSeenAt = null;
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

    [LoggerMessage(EventId = 700, Level = LogLevel.Information, Message = "{Node} leads the rhythm (epoch {Epoch})")]
    private static partial void LogLeads(ILogger logger, string node, long epoch);

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "{Node} lost the lead (epoch {Epoch})")]
    private static partial void LogLost(ILogger logger, string node, long epoch);

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "The leader's lease ran out; ended {Sessions} frozen session(s)")]
    private static partial void LogFrozen(ILogger logger, int sessions);

    [LoggerMessage(EventId = 703, Level = LogLevel.Debug, Message = "The database is away: {Message}")]
    private static partial void LogAway(ILogger logger, string message);
}
