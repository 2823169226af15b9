using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Ingest;

/// <summary>Makes a collection agree with a folder. Running it again after a crash goes on where it stopped: what is in is recognised as unchanged.</summary>
internal sealed class FolderIndexer(
    FileIndexer files, DocumentIndex index, FolderPruner pruner, DocumentStore documents, PathAccess access, TimeProvider time, IOptions<IngestOptions> options)
{
    private const int Batch = 500;

    public async Task IndexAsync(LoadedCollection collection, string root, IndexRequest request, bool lowPriority, JobTracker job, CancellationToken cancellationToken)
    {
        var walk = new FolderWalk(root, options.Value.MaxDepth, access.OwnData, _ => { });
        job.Begin("scanning");
        foreach (var file in walk.Files(cancellationToken))
        {
            job.Found(file);
        }

        job.Begin("indexing");
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = lowPriority ? 1 : options.Value.Parallelism, CancellationToken = cancellationToken };
        var writer = new GroupWriter(collection, index, job, time, lowPriority);
        await writer.RunAsync(() => ReadAsync(collection, root, request.Tags ?? [], parallel, job, writer), cancellationToken);
        if (request.Prune)
        {
            job.Begin("pruning");
            await pruner.PruneAsync(collection, root, request.AllowEmpty, job, cancellationToken);
        }
    }

    private async Task ReadAsync(LoadedCollection collection, string root, IReadOnlyList<string> tags, ParallelOptions parallel, JobTracker job, GroupWriter writer)
    {
        foreach (var batch in new FolderWalk(root, options.Value.MaxDepth, access.OwnData, job.Report).Files(parallel.CancellationToken).Chunk(Batch))
        {
            var keys = Array.ConvertAll(batch, f => DocumentKey.Of(f.Path));
            var known = await documents.FindKnownAsync(collection.Id, keys, parallel.CancellationToken);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, batch.Length),
                parallel,
                async (i, token) => await files.IndexAsync(collection, batch[i], known.GetValueOrDefault(keys[i]), tags, job, writer, token));
        }
    }
}
