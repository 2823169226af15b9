using LocalAi.Contracts.Embedding;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Retrieval;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Vectors;

/// <summary>
/// Gives texts without a vector one, and moves collections to another model: the new vectors are made beside the old ones, and take their place when all are there.
/// </summary>
internal sealed partial class EmbeddingFiller(
    EmbeddingClient client, EmbeddingAvailability availability, EmbeddingStore store, CollectionStore collections, IndexRegistry registry, IndexLoader loader,
    VectorReconciler reconciler, IVectorMirror mirror, IOptions<VectorOptions> options, TimeProvider time, ILogger<EmbeddingFiller> logger) : IDisposable
{
    private const int LongestText = 8000;
    private const int LongestBatch = 100_000;
    private const int Refusals = 5;

    /// <summary>Batches that are with the embedding service at the same time.</summary>
    private const int Requests = 2;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Embeds what is missing in one collection.</summary>
    /// <returns>How many chunks still have no vector; 0 when none are wanted.</returns>
    public async Task<long> FillAsync(string collection, Action<int>? embedded, CancellationToken cancellationToken)
    {
        // One at a time over all collections: the embedding service is what limits it.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var row = await collections.FindAsync(collection, cancellationToken);
            if (row is null || await availability.LookAsync(cancellationToken) is not { } model)
            {
                return row is { ModelId: { } id } && availability.Problem is not null ? await store.CountMissingAsync(row.Id, id, cancellationToken) : 0;
            }

            var loaded = registry.Register(row);
            var modelId = await store.EnsureModelAsync(model, cancellationToken);
            if (row.ModelId is null)
            {
                await store.SetModelAsync(row.Id, modelId, null, cancellationToken);
                loaded.AdoptModel(modelId, model);

                // Equal texts of other collections have vectors of this model already.
                await reconciler.ReconcileAsync(loaded, modelId, repair: true, cancellationToken);
            }
            else if (row.ModelId != modelId && row.NextModelId != modelId)
            {
                LogMoving(logger, row.Name, row.Model, model.Model);
                await store.SetModelAsync(row.Id, row.ModelId, modelId, cancellationToken);
            }
            else if (row.ModelId == modelId && row.NextModelId is not null)
            {
                // The old model came back before the move was over.
                await store.SetModelAsync(row.Id, modelId, null, cancellationToken);
            }

            var left = await EmbedMissingAsync(row.Id, modelId, model, embedded, cancellationToken);
            if (left == 0 && row.ModelId is not null && row.ModelId != modelId)
            {
                await store.SetModelAsync(row.Id, modelId, null, cancellationToken);
                await loader.RebuildAsync(loaded, null, cancellationToken);
                LogMoved(logger, row.Name, model.Model);
            }

            return left;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<long> EmbedMissingAsync(long collectionId, int modelId, EmbeddingIdentity model, Action<int>? embedded, CancellationToken cancellationToken)
    {
        // The next batch is read and sent while the service works on the one before.
        var onTheWay = new Queue<Task<bool>>();
        try
        {
            var all = true;
            for (long after = 0; all;)
            {
                var texts = Limit(await store.ListMissingAsync(collectionId, modelId, after, options.Value.BatchSize, cancellationToken));
                if (texts.Count == 0)
                {
                    break;
                }

                after = texts[^1].Id;
                onTheWay.Enqueue(EmbedAsync(texts));
                all = onTheWay.Count < Requests || await onTheWay.Dequeue();
            }

            await Task.WhenAll(onTheWay);
        }
        finally
        {
            // When one failed the others still end before anybody starts anew.
            await ((Task)Task.WhenAll(onTheWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // From the start: documents that came in meanwhile have higher ids, but equal texts may have lost their maker.
        return await store.CountMissingAsync(collectionId, modelId, cancellationToken);

        async Task<bool> EmbedAsync(List<TextWithoutVector> texts)
        {
            if (!await TryEmbedAsync(modelId, model, texts, cancellationToken))
            {
                return false;
            }

            embedded?.Invoke(texts.Count);
            return true;
        }
    }

    private async Task<bool> TryEmbedAsync(int modelId, EmbeddingIdentity model, List<TextWithoutVector> texts, CancellationToken cancellationToken)
    {
        var distinct = texts.DistinctBy(t => Convert.ToHexString(t.Hash)).ToList();
        var request = new EmbedRequest([.. distinct.Select(Content)]);
        for (var attempt = 1; ; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
            try
            {
                var answer = await client.EmbedAsync(request, limit.Token);
                Check(answer, model, distinct.Count);
                var vectors = answer.Items.Select(i => i.Vector).ToList();
                var chunks = await store.StoreAsync(modelId, [.. distinct.Select(t => t.Hash)], vectors, cancellationToken);
                await SpreadAsync(modelId, distinct, vectors, chunks, cancellationToken);
                return true;
            }
            catch (ApiException busy) when (busy.Status == System.Net.HttpStatusCode.TooManyRequests && attempt < Refusals)
            {
                await Task.Delay(busy.RetryAfter ?? TimeSpan.FromSeconds(attempt), time, cancellationToken);
            }
            catch (ApiException away)
            {
                LogAway(logger, away.Message);
                availability.ReportAway(away.Message);
                return false;
            }
            catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                LogAway(logger, away.Message);
                availability.ReportAway("The embedding service does not answer.");
                return false;
            }
        }
    }

    /// <summary>Puts the new vectors into every index that holds one of their texts.</summary>
    private async Task SpreadAsync(int modelId, List<TextWithoutVector> texts, List<float[]> vectors, List<ChunkOfVector> chunks, CancellationToken cancellationToken)
    {
        var byHash = new Dictionary<string, float[]>(texts.Count, StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            byHash[Convert.ToHexString(texts[i].Hash)] = vectors[i];
        }

        foreach (var group in chunks.GroupBy(c => c.CollectionId))
        {
            var points = group.Select(c => new VectorPoint(c.Id, c.DocumentId, byHash[Convert.ToHexString(c.Hash)])).ToList();
            registry.Get(group.Key)?.SetVectors(modelId, [.. points.Select(p => new ChunkVector(p.ChunkId, p.Vector))]);
            await mirror.UpsertAsync(group.Key, modelId, points, cancellationToken);
        }
    }

    private static void Check(EmbedResponse answer, EmbeddingIdentity model, int count)
    {
        if (answer.Engine != model.Engine || answer.Model != model.Model || answer.Dim != model.Dim)
        {
            throw new ApiException($"The embedding service changed from {model.Model} ({model.Dim}) to {answer.Model} ({answer.Dim}) meanwhile; vectors of two models are not mixed.");
        }

        if (answer.Items.Count != count || answer.Items.Any(i => i.Vector.Length != model.Dim || !i.Vector.All(float.IsFinite)))
        {
            throw new ApiException($"The embedding service gave vectors that are not {count} times {model.Dim} numbers.");
        }
    }

    private static List<TextWithoutVector> Limit(List<TextWithoutVector> texts)
    {
        var characters = 0;
        var count = texts.TakeWhile(t => (characters += Math.Min(t.Text.Length + t.Heading.Length, LongestText)) <= LongestBatch).Count();
        return texts.Count == 0 ? texts : texts[..Math.Max(1, count)];
    }

    private static string Content(TextWithoutVector text)
    {
        var content = text.Heading.Length == 0 ? text.Text : text.Heading + "\n" + text.Text;
        return content.Length <= LongestText ? content : content[..(char.IsHighSurrogate(content[LongestText - 1]) ? LongestText - 1 : LongestText)];
    }

    [LoggerMessage(EventId = 420, Level = LogLevel.Information, Message = "Collection {Collection}: embedding anew, {Old} → {New}")]
    private static partial void LogMoving(ILogger logger, string collection, string? old, string @new);

    [LoggerMessage(EventId = 421, Level = LogLevel.Information, Message = "Collection {Collection} uses {Model} now")]
    private static partial void LogMoved(ILogger logger, string collection, string model);

    [LoggerMessage(EventId = 422, Level = LogLevel.Warning, Message = "Texts wait for their vectors: {Problem}")]
    private static partial void LogAway(ILogger logger, string problem);
}
