using LocalAi.Rag.Collections;
using LocalAi.Rag.Indexes.Snapshots;
using LocalAi.Rag.Retrieval.Vectors;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.Rag.Indexes;

/// <summary>Fills the indexes from Postgres in the background; queries are served meanwhile and say that it is still loading.</summary>
internal sealed partial class IndexLoader(
    Database database, IndexRegistry registry, CollectionStore collections, IndexReader reader, IndexReconciler reconciler, SnapshotStore snapshots, TimeProvider time,
    ILogger<IndexLoader> logger)
    : BackgroundService
{
    private const int Batch = 1000;
    private const int AtOnce = 2;
    private const int Page = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Builds a collection's index anew from Postgres and puts it in the place of the old one.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="loaded">Called with the number of chunks of each batch.</param>
    /// <param name="cancellationToken">Stops; the old index stays.</param>
    public async Task RebuildAsync(LoadedCollection collection, Action<int>? loaded, CancellationToken cancellationToken)
    {
        await collection.Building.WaitAsync(cancellationToken);
        try
        {
            var row = await collections.FindAsync(collection.Id, cancellationToken)
                ?? throw new InvalidOperationException($"Collection {collection.Name} was deleted.");
            await BuildAsync(collection, registry.NewIndex(row), next => FillAsync(collection, next, loaded, cancellationToken));
            await reconciler.ReconcileAsync(collection, repair: true, cancellationToken);
        }
        finally
        {
            collection.Building.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await database.Migrated.WaitAsync(stoppingToken);
        await RetryAsync(RegisterAllAsync, null, stoppingToken);
        await foreach (var collection in registry.ToLoad.ReadAllAsync(stoppingToken))
        {
            await RetryAsync(token => LoadAsync(collection, token), collection, stoppingToken);
        }
    }

    private async Task RegisterAllAsync(CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var rows = await collections.ListAsync(after, Page, cancellationToken);
            foreach (var row in rows)
            {
                registry.Register(row);
            }

            if (rows.Count < Page)
            {
                return;
            }

            after = rows[^1].Name;
        }
    }

    private async Task LoadAsync(LoadedCollection collection, CancellationToken cancellationToken)
    {
        await collection.Building.WaitAsync(cancellationToken);
        try
        {
            await LoadInTurnAsync(collection, cancellationToken);
        }
        finally
        {
            collection.Building.Release();
        }
    }

    private async Task LoadInTurnAsync(LoadedCollection collection, CancellationToken cancellationToken)
    {
        if (await collections.FindAsync(collection.Id, cancellationToken) is not { } row)
        {
            registry.Remove(collection.Name);
            return;
        }

        var started = time.GetTimestamp();
        collection.ReportTotal(await collections.CountChunksAsync(row.Id, cancellationToken));
        if (snapshots.Read(collection, cancellationToken) is { } stored)
        {
            // Compared before it answers anything; what it lacks comes from Postgres.
            await BuildAsync(collection, IndexRegistry.NewIndex(row, stored), next => reconciler.ReconcileAsync(collection, next, repair: true, cancellationToken));
            collection.ReportLoaded(collection.Live.Index.Count);
            await ReadVectorsAsync(collection, collection.Live, cancellationToken);
        }
        else
        {
            await FillAsync(collection, collection.Live, null, cancellationToken);
            await reconciler.ReconcileAsync(collection, repair: true, cancellationToken);
        }

        collection.ReportReady();
        LogLoaded(logger, collection.Name, collection.Live.Index.Count, collection.Live.Index.VectorCount, time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Has an index filled beside the live one, which gets its place when that succeeds.</summary>
    private static async Task BuildAsync(LoadedCollection collection, LiveIndex next, Func<LiveIndex, Task> fill)
    {
        collection.BeginBuild(next);
        try
        {
            await fill(next);
        }
        catch
        {
            collection.AbandonBuild(next);
            throw;
        }

        collection.EndBuild();
    }

    private async Task FillAsync(LoadedCollection collection, LiveIndex target, Action<int>? loaded, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(reader.ReadChunksAsync(collection.Id, Batch, cancellationToken), Overlapping(cancellationToken), (batch, _) =>
        {
            target.Index.Add(batch);
            collection.ReportLoaded(batch.Count);
            loaded?.Invoke(batch.Count);
            return ValueTask.CompletedTask;
        });
        await ReadVectorsAsync(collection, target, cancellationToken);
    }

    private async Task ReadVectorsAsync(LoadedCollection collection, LiveIndex target, CancellationToken cancellationToken)
    {
        if (target.ModelId is { } modelId)
        {
            await Parallel.ForEachAsync(reader.ReadVectorsAsync(collection.Id, modelId, Batch, cancellationToken), Overlapping(cancellationToken), (batch, _) =>
            {
                target.Index.SetVectors(batch);
                return ValueTask.CompletedTask;
            });
        }
    }

    /// <summary>Postgres reads the next batches while these are taken in.</summary>
    private static ParallelOptions Overlapping(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Math.Min(AtOnce, Environment.ProcessorCount), CancellationToken = cancellationToken };

    private async Task RetryAsync(Func<CancellationToken, Task> work, LoadedCollection? collection, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work(cancellationToken);
                return;
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
            {
                LogRetry(logger, collection?.Name ?? "(all)", away.Message);
                if (collection is not null)
                {
                    collection.Problem = away.Message;
                }
            }
            catch (ObjectDisposedException) when (collection is not null && registry.Get(collection.Name) != collection)
            {
                // Deleted while it was being loaded.
                return;
            }
            catch (DimensionMismatchException wrong)
            {
                LogRetry(logger, collection?.Name ?? "(all)", wrong.Message);
                return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Information, Message = "Collection {Collection}: {Chunks} chunks, {Vectors} vectors loaded in {Milliseconds:0} ms")]
    private static partial void LogLoaded(ILogger logger, string collection, int chunks, int vectors, double milliseconds);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "Collection {Collection} is not loaded yet: {Problem}")]
    private static partial void LogRetry(ILogger logger, string collection, string problem);
}
