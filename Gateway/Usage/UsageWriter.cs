using LocalAi.Gateway.Routing;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Gateway.Usage;

/// <summary>Brings usage to Postgres in batches. A batch that fails is kept and tried again; what cannot be written at the end goes into a file for the next start.</summary>
internal sealed partial class UsageWriter(
    UsageBuffer buffer, UsageStore store, UsageSpill spill, Database database, RoutingTableSource table, TimeProvider time, ILogger<UsageWriter> logger)
    : BackgroundService
{
    private const int BatchRows = 1000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(6);

    // Read from the buffer, not yet known to be written.
    private List<UsageEntry> _pending = [];
    private long _cleaned;
    private long _reportedDrops;
    private bool _isAway;

    /// <summary>Rows that are not in Postgres yet.</summary>
    public int Waiting => buffer.Count + _pending.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!database.IsConfigured)
        {
            await DrainAsync(stoppingToken);
            return;
        }

        _pending = spill.Take();
        var delay = table.Current.Options.Usage.FlushInterval;
        try
        {
            while (true)
            {
                await Task.Delay(delay, time, stoppingToken);
                delay = await WriteAllAsync(stoppingToken) ? table.Current.Options.Usage.FlushInterval : Longer(delay);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteLastAsync();
        }
    }

    /// <summary>Without a database nothing is kept.</summary>
    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LongestDelay, time, stoppingToken);
            buffer.Take(int.MaxValue);
        }
    }

    private static TimeSpan Longer(TimeSpan delay) => delay * 2 < LongestDelay ? delay * 2 : LongestDelay;

    /// <returns>False when Postgres is away.</returns>
    private async Task<bool> WriteAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hasWritten = false;
            while (_pending.Count > 0 || (_pending = buffer.Take(BatchRows)).Count > 0)
            {
                await store.WriteAsync(_pending, cancellationToken);
                _pending = [];
                hasWritten = true;
            }

            if (hasWritten && _isAway)
            {
                _isAway = false;
                LogBack(logger);
            }

            // The first time with the first rows: a gateway nobody uses does not ask Postgres for anything.
            if (_cleaned == 0 ? hasWritten : time.GetElapsedTime(_cleaned) > CleanEvery)
            {
                while (await store.DeleteBeforeAsync(time.GetUtcNow().AddDays(-table.Current.Options.Usage.KeepDays), cancellationToken))
                {
                }

                _cleaned = time.GetTimestamp();
            }

            return true;
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or TimeoutException)
        {
            if (!_isAway)
            {
                _isAway = true;
                LogAway(logger, Waiting, away.Message);
            }

            if (buffer.Dropped > _reportedDrops)
            {
                LogDropped(logger, buffer.Dropped - _reportedDrops);
                _reportedDrops = buffer.Dropped;
            }

            return false;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            // The rows are kept; the gateway must not stop for its accounts.
            LogFailed(logger, unexpected, Waiting);
            return false;
        }
    }

    private async Task WriteLastAsync()
    {
        using var limit = new CancellationTokenSource(LastWrite, time);
        try
        {
            await WriteAllAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Too slow: the file takes the rest.
        }

        _pending.AddRange(buffer.Take(int.MaxValue));
        spill.Put(_pending);
    }

    [LoggerMessage(EventId = 340, Level = LogLevel.Warning, Message = "Postgres is away, {Rows} rows of usage wait: {Reason}")]
    private static partial void LogAway(ILogger logger, int rows, string reason);

    [LoggerMessage(EventId = 346, Level = LogLevel.Information, Message = "Postgres is back, the usage that waited is written")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(EventId = 345, Level = LogLevel.Error, Message = "Usage could not be written, {Rows} rows wait")]
    private static partial void LogFailed(ILogger logger, Exception exception, int rows);

    [LoggerMessage(EventId = 341, Level = LogLevel.Error, Message = "{Rows} rows of usage were dropped, the oldest first: Gateway:Usage:BufferedRows is full")]
    private static partial void LogDropped(ILogger logger, long rows);
}
