using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Vectors;

namespace LocalAi.Rag.Maintenance;

/// <summary>Makes the indexes of a collection anew from Postgres; questions use the old one until the new one is complete.</summary>
internal sealed class RebuildWork(CollectionStore collections, IndexRegistry registry, IndexLoader loader, IVectorMirror mirror) : IJobWork
{
    public JobKind Kind => JobKind.Rebuild;

    public async Task RunAsync(ClaimedJob job, JobTracker tracker, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<MaintenanceRequest>(job.Request, RagJson.Options) ?? throw new JobFailedException("The job has no request.");
        var row = await collections.FindAsync(request.Collection, cancellationToken) ?? throw new JobFailedException($"Collection {request.Collection} was deleted.");
        var collection = registry.Register(row);
        tracker.Begin("rebuilding");
        var chunks = 0;
        var total = (int)(await collections.CountAsync(row, cancellationToken)).Chunks;
        tracker.FoundAll(total, 0);
        await loader.RebuildAsync(collection, n => tracker.Loaded(Interlocked.Add(ref chunks, n)), cancellationToken);
        tracker.Note($"{collection.Live.Index.Count} chunks and {collection.Live.Index.VectorCount} vectors are in the index.");
        if (mirror.IsConfigured && row.ModelId is { } modelId && !await mirror.RebuildAsync(row.Id, modelId, cancellationToken))
        {
            tracker.Note("Qdrant is away; it is filled when it is back, the in-process index answers until then.");
        }
    }
}
