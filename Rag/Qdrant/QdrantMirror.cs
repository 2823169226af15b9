using System.Collections.Concurrent;
using System.Globalization;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Vectors;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.Rag.Qdrant;

/// <summary>
/// Keeps a Qdrant collection per (collection, model) in step with Postgres. It answers searches only while it is in step; a write that fails, and every start
/// of this process, puts it out of step until it has been compared with Postgres and mended.
/// </summary>
internal sealed partial class QdrantMirror(
    QdrantClient client, Database database, CollectionStore collections, EmbeddingStore embeddings, IndexReader reader, IOptions<QdrantOptions> options, TimeProvider time,
    ILogger<QdrantMirror> logger) : BackgroundService, IVectorMirror
{
    private const int Page = 100;
    private const int Batch = 1000;

    private readonly ConcurrentDictionary<string, int> _inStep = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _failures;

    public bool IsConfigured => client.IsConfigured;

    public Task UpsertAsync(long collectionId, int modelId, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken) =>
        points.Count == 0 ? Task.CompletedTask : WriteAsync(Name(collectionId, modelId), name => client.UpsertAsync(name, points, cancellationToken));

    public Task ReplaceDocumentAsync(
        long collectionId, int modelId, long documentId, IReadOnlyList<long> chunkIds, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken) =>
        WriteAsync(Name(collectionId, modelId), async name =>
        {
            await client.DeleteDocumentsAsync(name, [documentId], chunkIds, cancellationToken);
            if (points.Count > 0)
            {
                await client.UpsertAsync(name, points, cancellationToken);
            }
        });

    public Task DeleteDocumentsAsync(long collectionId, int modelId, IReadOnlyList<long> documentIds, CancellationToken cancellationToken) =>
        WriteAsync(Name(collectionId, modelId), name => client.DeleteDocumentsAsync(name, documentIds, [], cancellationToken));

    public async Task DeleteCollectionAsync(long collectionId, int modelId, CancellationToken cancellationToken)
    {
        var name = Name(collectionId, modelId);
        await WriteAsync(name, n => client.DropAsync(n, cancellationToken));
        _inStep.TryRemove(name, out _);
    }

    public async Task<IReadOnlyList<DenseHit>?> SearchAsync(long collectionId, int modelId, ReadOnlyMemory<float> vector, int limit, CancellationToken cancellationToken)
    {
        var name = Name(collectionId, modelId);
        if (!IsConfigured || !_inStep.ContainsKey(name))
        {
            return null;
        }

        try
        {
            return await client.SearchAsync(name, vector, limit, cancellationToken);
        }
        catch (QdrantException away)
        {
            OutOfStep(name, away);
            return null;
        }
    }

    public async Task<(int Missing, int Extra)?> SynchronizeAsync(long collectionId, int modelId, bool repair, CancellationToken cancellationToken)
    {
        if (!IsConfigured)
        {
            return null;
        }

        var name = Name(collectionId, modelId);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var failures = Volatile.Read(ref _failures);
            var dimension = await embeddings.DimensionAsync(modelId, cancellationToken);
            await client.EnsureAsync(name, dimension, cancellationToken);

            // Qdrant first: what it holds and Postgres lacks after is deleted.
            var held = await client.ListIdsAsync(name, cancellationToken);
            var stored = await embeddings.ListChunkIdsAsync(collectionId, modelId, cancellationToken);
            var missing = stored.Where(id => !held.Contains(id)).ToList();
            var extra = held.Where(id => !stored.Contains(id)).ToList();
            if (repair)
            {
                await client.DeletePointsAsync(name, extra, cancellationToken);
                foreach (var batch in missing.Chunk(Batch))
                {
                    var chunks = await reader.ReadAsync(batch, modelId, cancellationToken);
                    await client.UpsertAsync(name, [.. chunks.Where(c => c.Vector is not null).Select(c => new VectorPoint(c.Id, c.DocumentId, c.Vector!))], cancellationToken);
                }

                if (failures == Volatile.Read(ref _failures) && _inStep.TryAdd(name, 0))
                {
                    LogInStep(logger, name, stored.Count, missing.Count, extra.Count);
                }
            }

            return (missing.Count, extra.Count);
        }
        catch (QdrantException away)
        {
            OutOfStep(name, away);
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<bool> RebuildAsync(long collectionId, int modelId, CancellationToken cancellationToken)
    {
        await DeleteCollectionAsync(collectionId, modelId, cancellationToken);
        return await SynchronizeAsync(collectionId, modelId, repair: true, cancellationToken) is not null;
    }

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!IsConfigured)
        {
            return;
        }

        await database.Migrated.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.CheckSeconds), time);
        do
        {
            try
            {
                await SynchronizeAllAsync(stoppingToken);
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
            {
                LogLater(logger, away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static string Name(long collectionId, int modelId) => string.Create(CultureInfo.InvariantCulture, $"localai_rag_{collectionId}_m{modelId}");

    private async Task SynchronizeAllAsync(CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var rows = await collections.ListAsync(after, Page, cancellationToken);
            foreach (var row in rows)
            {
                if (row.ModelId is { } modelId && !_inStep.ContainsKey(Name(row.Id, modelId)))
                {
                    await SynchronizeAsync(row.Id, modelId, repair: true, cancellationToken);
                }
            }

            if (rows.Count < Page)
            {
                return;
            }

            after = rows[^1].Name;
        }
    }

    private async Task WriteAsync(string name, Func<string, Task> write)
    {
        // Out of step, the comparison with Postgres brings this write too.
        if (!IsConfigured || !_inStep.ContainsKey(name))
        {
            Interlocked.Increment(ref _failures);
            return;
        }

        try
        {
            await write(name);
        }
        catch (QdrantException away)
        {
            OutOfStep(name, away);
        }
    }

    private void OutOfStep(string name, QdrantException problem)
    {
        Interlocked.Increment(ref _failures);
        if (_inStep.TryRemove(name, out _))
        {
            LogOutOfStep(logger, name, problem.Message);
        }
    }

    [LoggerMessage(EventId = 450, Level = LogLevel.Information, Message = "Qdrant collection {Name} is in step: {Points} points, {Missing} were missing, {Extra} too many")]
    private static partial void LogInStep(ILogger logger, string name, int points, int missing, int extra);

    [LoggerMessage(EventId = 451, Level = LogLevel.Warning, Message = "Qdrant collection {Name} is out of step, the in-process index answers: {Problem}")]
    private static partial void LogOutOfStep(ILogger logger, string name, string problem);

    [LoggerMessage(EventId = 452, Level = LogLevel.Debug, Message = "Qdrant is compared later: {Problem}")]
    private static partial void LogLater(ILogger logger, string problem);
}
