using System.Collections.Concurrent;
using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Ingest;
using LocalAi.Rag.Jobs;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.Rag.Watching;

/// <summary>Has watched folders indexed after changes and, since watchers lose events, from time to time; in the background, one file at a time.</summary>
internal sealed partial class WatchService(
    Database database, WatchFolderStore store, JobStore jobs, JobQueue queue, PathAccess access, IOptions<WatchOptions> options, TimeProvider time, ILogger<WatchService> logger)
    : BackgroundService
{
    /// <summary>How long nothing is looked at while no folder changes: watchers tell, but not that a folder comes back.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>How often the list is read again, for folders that another process has added.</summary>
    private static readonly TimeSpan ListAge = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, FolderWatcher> _watchers = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile bool _changed = true;

    /// <summary>watching, polling or missing.</summary>
    public string StateOf(long id) => _watchers.GetValueOrDefault(id)?.State ?? "starting";

    /// <summary>The list of folders has changed.</summary>
    public void Reload()
    {
        _changed = true;
        Wake();
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await database.Migrated.WaitAsync(stoppingToken);
        var rows = new List<WatchFolderRow>();
        long read = 0;
        try
        {
            while (true)
            {
                try
                {
                    if (_changed || time.GetElapsedTime(read) >= ListAge)
                    {
                        _changed = false;
                        read = time.GetTimestamp();
                        rows = await store.ListAsync(stoppingToken);
                        Follow(rows);
                    }

                    await LookAsync(rows, stoppingToken);
                }
                catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or RequestProblemException)
                {
                    _changed = true;
                    LogLater(logger, away.Message);
                }

                await WaitAsync(rows, stoppingToken);
            }
        }
        finally
        {
            Follow([]);
        }
    }

    private async Task WaitAsync(List<WatchFolderRow> rows, CancellationToken cancellationToken)
    {
        if (_changed || _watchers.Values.Any(watcher => watcher.HasChange))
        {
            // Somebody is writing, or Postgres is away: soon again.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(options.Value.DebounceMilliseconds / 4, 50, 500)), time, cancellationToken);
        }
        else
        {
            await _wake.WaitAsync(rows.Count == 0 ? ListAge : Quiet, cancellationToken);
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception awake) when (awake is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or ends.
        }
    }

    private void Follow(List<WatchFolderRow> rows)
    {
        foreach (var row in rows)
        {
            _watchers.GetOrAdd(row.Id, _ => new FolderWatcher(row.Path, time, Wake));
        }

        foreach (var id in _watchers.Keys.Where(id => rows.TrueForAll(r => r.Id != id)))
        {
            if (_watchers.TryRemove(id, out var gone))
            {
                gone.Dispose();
            }
        }
    }

    private async Task LookAsync(List<WatchFolderRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var watcher = _watchers[row.Id];
            watcher.Look();
            var due = row.ScannedAt is null || time.GetUtcNow() - row.ScannedAt > TimeSpan.FromMinutes(options.Value.RescanMinutes);
            if (watcher.State == "missing" || !access.IsAllowed(row.Path) || !(watcher.TakeChange(TimeSpan.FromMilliseconds(options.Value.DebounceMilliseconds)) || due))
            {
                continue;
            }

            try
            {
                await IndexAsync(row, cancellationToken);
            }
            catch
            {
                // The change is not lost: it is tried again.
                watcher.Touch();
                throw;
            }
        }
    }

    private async Task IndexAsync(WatchFolderRow row, CancellationToken cancellationToken)
    {
        // A job that waits will see this change too; one that runs may have passed it.
        if (!await jobs.IsQueuedAsync(JobKind.Index, row.Collection, row.Path, cancellationToken))
        {
            var request = new IndexRequest { Collection = row.Collection, Path = row.Path, Tags = row.Tags };
            await queue.AddAsync(
                new NewJob(JobKind.Index, row.Collection, row.Path, JsonSerializer.SerializeToUtf8Bytes(request, RagJson.Options), JobPriority.Background), cancellationToken);
        }

        await store.ReportScanAsync(row.Id, time.GetUtcNow(), cancellationToken);
        _changed = true;
    }

    [LoggerMessage(EventId = 460, Level = LogLevel.Warning, Message = "Watched folders are looked at again later: {Problem}")]
    private static partial void LogLater(ILogger logger, string problem);
}
