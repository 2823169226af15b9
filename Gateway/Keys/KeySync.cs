using LocalAi.Gateway.Limits;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Gateway.Keys;

/// <summary>Keeps <see cref="KeyRing"/> like Postgres: from the copy at start, then every ten seconds, so that other gateways' changes count soon.</summary>
internal sealed partial class KeySync(
    KeyRing ring, KeyStore store, KeySnapshot snapshot, DayBudgets budgets, Database database, TimeProvider time, ILogger<KeySync> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _written;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request is served.
        if (database.IsConfigured)
        {
            ring.Replace(snapshot.Read());
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the keys now; the caller has just changed them.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var keys = await store.LoadAsync(cancellationToken);
            ring.Replace(keys);
            budgets.Replace(await store.TokensSinceAsync(DayBudgets.StartOfDay(time), cancellationToken));
            var fingerprint = string.Join(',', keys.Select(k => k.Id + k.ExpiresAt));
            if (fingerprint != _written)
            {
                await snapshot.WriteAsync(keys, cancellationToken);
                _written = fingerprint;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!database.IsConfigured)
        {
            return;
        }

        await database.Migrated.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or TimeoutException)
            {
                LogAway(logger, away.Message);
            }
            catch (Exception unexpected) when (unexpected is not OperationCanceledException)
            {
                // Keys as they are known are better than a gateway that stops.
                LogFailed(logger, unexpected);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 323, Level = LogLevel.Error, Message = "API keys could not be read and stay as they are known")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 322, Level = LogLevel.Debug, Message = "API keys stay as they are known: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
