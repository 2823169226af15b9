using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Ingest;
using LocalAi.Rag.Vectors;

namespace LocalAi.Rag.Jobs;

/// <summary>Indexes a folder, a file or the documents of a request, then gives the new chunks their vectors.</summary>
internal sealed class IndexWork(
    CollectionStore collections, IndexRegistry registry, FolderIndexer folders, InlineIndexer inline, EmbeddingFiller filler, EmbeddingAvailability availability) : IJobWork
{
    public JobKind Kind => JobKind.Index;

    public async Task RunAsync(ClaimedJob job, JobTracker tracker, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<IndexRequest>(job.Request, RagJson.Options) ?? throw new JobFailedException("The job has no request.");
        var collection = registry.Register(await collections.EnsureAsync(request.Collection, cancellationToken));
        if (request.Path is { } path)
        {
            if (!Path.Exists(path))
            {
                throw new JobFailedException($"{path} is not there any more; nothing was removed. Delete its documents, or index the folder above it.");
            }

            await folders.IndexAsync(collection, path, request, job.Priority >= JobPriority.Background, tracker, cancellationToken);
        }
        else
        {
            await inline.IndexAsync(collection, request, tracker, cancellationToken);
        }

        tracker.Begin("embedding");
        var left = await filler.FillAsync(request.Collection, tracker.Embedded, cancellationToken);
        if (left > 0)
        {
            tracker.Note($"{left} chunks wait for their vectors ({availability.Problem ?? "the embedding service stopped"}); they are found by words until it is back.");
        }
    }
}
