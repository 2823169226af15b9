using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Vectors;

namespace LocalAi.Rag.Maintenance;

/// <summary>Compares memory, vectors and the outside store with Postgres, and mends them when asked.</summary>
internal sealed class VerifyWork(
    CollectionStore collections, IndexRegistry registry, IndexReconciler reconciler, VectorReconciler vectors, EmbeddingStore embeddings, EmbeddingFiller filler, IVectorMirror mirror) : IJobWork
{
    public JobKind Kind => JobKind.Verify;

    public async Task RunAsync(ClaimedJob job, JobTracker tracker, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<MaintenanceRequest>(job.Request, RagJson.Options) ?? throw new JobFailedException("The job has no request.");
        var row = await collections.FindAsync(request.Collection, cancellationToken) ?? throw new JobFailedException($"Collection {request.Collection} was deleted.");
        var collection = registry.Register(row);
        tracker.Begin("comparing");
        var difference = await reconciler.ReconcileAsync(collection, request.Repair, cancellationToken);
        tracker.FoundAll(difference.Stored, 0);
        tracker.Loaded(difference.Stored);
        tracker.Note($"{difference.Stored} chunks in Postgres; the index lacked {difference.Missing} and held {difference.Extra} deleted ones{Mended(request.Repair, difference.Missing + difference.Extra)}.");
        if (row.ModelId is not { } modelId)
        {
            return;
        }

        if (await vectors.ReconcileAsync(collection, modelId, request.Repair, cancellationToken) is > 0 and var lacked)
        {
            tracker.Note($"The index lacked {lacked} vectors that Postgres has{Mended(request.Repair, lacked)}.");
        }

        var left = request.Repair ? await filler.FillAsync(request.Collection, tracker.Embedded, cancellationToken) : await embeddings.CountMissingAsync(row.Id, modelId, cancellationToken);
        tracker.Note(left == 0 ? "Every chunk has its vector." : $"{left} chunks wait for their vectors.");
        if (mirror.IsConfigured)
        {
            tracker.Note(await mirror.SynchronizeAsync(row.Id, modelId, request.Repair, cancellationToken) is { } outside
                ? $"Qdrant lacked {outside.Missing} points and held {outside.Extra} deleted ones{Mended(request.Repair, outside.Missing + outside.Extra)}."
                : "Qdrant is away; the in-process index answers.");
        }

        if (request.Repair)
        {
            var unused = await embeddings.DeleteUnusedAsync(cancellationToken);
            tracker.Note($"{unused} vectors of texts that are gone were deleted.");
        }
    }

    private static string Mended(bool repair, int differences) => differences == 0 ? "" : repair ? "; mended" : "; not mended, since repair was not asked for";
}
