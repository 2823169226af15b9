using System.Globalization;
using System.Threading.Channels;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Retrieval.Vectors;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Rag.Indexes;

/// <summary>
/// Follows what other processes write (LISTEN rag_changes): replicas find each other's documents within moments. After a gap in the connection every
/// collection is compared with Postgres, since notices of that time are lost.
/// </summary>
internal sealed partial class ChangeListener(
    Database database, ChangeOrigin origin, IndexRegistry registry, CollectionStore collections, IndexReader reader, IndexReconciler reconciler, TimeProvider time,
    ILogger<ChangeListener> logger) : BackgroundService
{
    private const int Waiting = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await database.Migrated.WaitAsync(stoppingToken);
        for (var gap = false; ; gap = true)
        {
            try
            {
                await ListenAsync(gap, stoppingToken);
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or IOException or ObjectDisposedException)
            {
                LogGap(logger, away.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ListenAsync(bool gap, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var notices = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite });
        var lost = 0;
        connection.Notification += (_, notice) =>
        {
            if (!notice.Payload.StartsWith(origin.Id, StringComparison.Ordinal) && !notices.Writer.TryWrite(notice.Payload))
            {
                Interlocked.Exchange(ref lost, 1);
            }
        };
        await using (var listen = new NpgsqlCommand("LISTEN rag_changes", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        if (gap)
        {
            await CompareAllAsync(cancellationToken);
        }

        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            while (notices.Reader.TryRead(out var notice))
            {
                await FollowAsync(notice, cancellationToken);
            }

            if (Interlocked.Exchange(ref lost, 0) == 1)
            {
                await CompareAllAsync(cancellationToken);
            }
        }
    }

    /// <summary>A notice: origin, collection, document; zeros when a collection was deleted.</summary>
    private async Task FollowAsync(string notice, CancellationToken cancellationToken)
    {
        var parts = notice.Split(' ');
        if (parts.Length != 3
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var collectionId)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var documentId))
        {
            return;
        }

        if (collectionId == 0)
        {
            await ForgetDeletedAsync(cancellationToken);
        }
        else if (registry.Get(collectionId) is { } collection)
        {
            var chunks = await reader.ReadDocumentAsync(documentId, collection.Live.ModelId, cancellationToken);
            collection.Apply(index => index.Replace(documentId, chunks));
        }
        else if (await collections.FindAsync(collectionId, cancellationToken) is { } row)
        {
            registry.Register(row);
        }
    }

    private async Task ForgetDeletedAsync(CancellationToken cancellationToken)
    {
        foreach (var collection in registry.All)
        {
            if (await collections.FindAsync(collection.Id, cancellationToken) is null)
            {
                registry.Remove(collection.Name);
            }
        }
    }

    private async Task CompareAllAsync(CancellationToken cancellationToken)
    {
        await ForgetDeletedAsync(cancellationToken);
        foreach (var collection in registry.All.Where(c => !c.Loading))
        {
            try
            {
                await reconciler.ReconcileAsync(collection, repair: true, cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                // Deleted meanwhile.
            }
            catch (DimensionMismatchException)
            {
                // It is being embedded anew; the rebuild at the end brings all.
            }
        }
    }

    [LoggerMessage(EventId = 402, Level = LogLevel.Debug, Message = "Notices of changes are not heard: {Problem}")]
    private static partial void LogGap(ILogger logger, string problem);
}
