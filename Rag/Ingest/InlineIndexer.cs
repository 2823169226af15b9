using System.Security.Cryptography;
using System.Text;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Documents;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Reading;

namespace LocalAi.Rag.Ingest;

/// <summary>Indexes documents that came with a request. An id that exists is replaced.</summary>
internal sealed class InlineIndexer(DocumentCutter cutter, DocumentIndex index, DocumentStore documents, TimeProvider time)
{
    public async Task IndexAsync(LoadedCollection collection, IndexRequest request, JobTracker job, CancellationToken cancellationToken)
    {
        var list = request.Documents ?? [];
        job.FoundAll(list.Count, list.Sum(d => (long)d.Text.Length));
        job.Begin("indexing");
        var keys = list.Select(d => DocumentKey.Of(DocumentUri.OfInline(d.Id))).ToArray();
        var known = await documents.FindKnownAsync(collection.Id, keys, cancellationToken);
        var writer = new GroupWriter(collection, index, job, time, lowPriority: false);
        await writer.RunAsync(ReadAsync, cancellationToken);

        async Task ReadAsync()
        {
            for (var i = 0; i < list.Count; i++)
            {
                job.Taken(list[i].Id);
                await IndexAsync(collection, list[i], known.GetValueOrDefault(keys[i]), request.Tags, job, writer, cancellationToken);
            }
        }
    }

    private async Task IndexAsync(
        LoadedCollection collection, IndexDocument document, KnownDocument? known, IReadOnlyList<string>? requestTags, JobTracker job, GroupWriter writer,
        CancellationToken cancellationToken)
    {
        var tags = (requestTags ?? []).Concat(document.Tags ?? []).Distinct(StringComparer.Ordinal).ToArray();
        var bytes = Encoding.UTF8.GetBytes(StorableText.Of(document.Text));
        var hash = SHA256.HashData(bytes);
        var uri = DocumentUri.OfInline(document.Id);
        var entry = new FileEntry(uri, document.Id, document.Text.Length, time.GetUtcNow().UtcTicks, false);
        if (known is { State: "indexed" } && known.Recipe == cutter.Recipe && known.Tags.SequenceEqual(tags) && hash.AsSpan().SequenceEqual(known.Sha256)
            && (document.Title is null || StorableText.Of(document.Title) == known.Title))
        {
            job.Count(known, entry);
            return;
        }

        var draft = new DocumentDraft
        {
            CollectionId = collection.Id,
            Uri = uri,
            Path = document.Id,
            Title = document.Title ?? document.Id,
            Type = FileRules.TypeOf(document.Id),
            Bytes = bytes.Length,
            ModifiedTicks = entry.ModifiedTicks,
            Sha256 = hash,
            Recipe = cutter.Recipe,
            Tags = tags,
            JobId = job.Id,
        };
        try
        {
            // The name is only a name here: nothing is read from disk for it.
            var type = draft.Type is "html" or "htm" or "json" or "ipynb" ? draft.Type : "txt";
            var (title, chunks) = await cutter.CutAsync(new SourceFile("", document.Id, type, bytes), cancellationToken);
            await writer.AddAsync(draft with { Title = document.Title ?? title, Chunks = chunks }, entry, cancellationToken);
        }
        catch (UnreadableFileException unreadable)
        {
            await writer.AddAsync(draft with { Problem = new DocumentProblem(unreadable.Code, unreadable.Message) }, entry, cancellationToken);
        }
    }
}
