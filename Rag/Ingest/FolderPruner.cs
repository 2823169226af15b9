using LocalAi.Rag.Documents;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;

namespace LocalAi.Rag.Ingest;

/// <summary>Removes documents whose file is proven absent, or ignored by now. A folder that cannot be read, or holds nothing at all, proves nothing.</summary>
internal sealed class FolderPruner(DocumentStore documents, DocumentIndex index)
{
    private const int Batch = 1000;

    public async Task PruneAsync(LoadedCollection collection, string root, bool allowEmpty, JobTracker job, CancellationToken cancellationToken)
    {
        var ignored = new IgnoredPaths(root);
        for (long after = 0; ;)
        {
            var places = await documents.ListUnderAsync(collection.Id, root, after, Batch, cancellationToken);
            if (places.Count == 0)
            {
                return;
            }

            after = places[^1].Id;
            var gone = places.Where(place => FilePresence.IsProvenAbsent(place.Uri) || ignored.Contains(place.Uri)).Select(place => place.Id).ToList();
            if (gone.Count == 0)
            {
                continue;
            }

            // After looking for the files: a disk that goes away in between must not count as deleted files.
            if (!ProvesAbsence(root, allowEmpty))
            {
                job.Note($"{root} holds nothing at all, as an unmounted disk does: no document was removed. Ask again with allow_empty if that is what you want.");
                return;
            }

            job.Removed(await index.DeleteAsync(collection, gone, cancellationToken));
        }
    }

    private static bool ProvesAbsence(string root, bool allowEmpty) =>
        File.Exists(root) || (Directory.Exists(root) && (allowEmpty || Directory.EnumerateFileSystemEntries(root).Any()));
}
