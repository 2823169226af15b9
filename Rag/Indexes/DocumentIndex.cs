using LocalAi.Rag.Documents;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Vectors;

namespace LocalAi.Rag.Indexes;

/// <summary>Documents in Postgres and in memory as one: what was committed can be found, what was deleted cannot, from the next question on.</summary>
internal sealed class DocumentIndex(DocumentWriter writer, DocumentStore documents, EmbeddingStore embeddings, IVectorMirror mirror) : IDisposable
{
    // Two writers of one document must reach the index in the order of their commits; unrelated documents rarely share a stripe.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Writes a group of documents in one transaction; each can be found from the commit on.</summary>
    /// <returns>What happened to each, in the order of the drafts.</returns>
    public async Task<IReadOnlyList<DocumentWritten>> WriteAsync(LoadedCollection collection, IReadOnlyList<DocumentDraft> drafts, CancellationToken cancellationToken)
    {
        // In ascending order: two groups never wait for each other in a circle.
        var stripes = drafts.Select(draft => (int)((uint)draft.Uri.GetHashCode(StringComparison.Ordinal) % _stripes.Length)).Distinct().Order().ToArray();
        var held = 0;
        try
        {
            for (; held < stripes.Length; held++)
            {
                await _stripes[stripes[held]].WaitAsync(cancellationToken);
            }

            return await WriteGroupAsync(collection, drafts, cancellationToken);
        }
        finally
        {
            while (held > 0)
            {
                _stripes[stripes[--held]].Release();
            }
        }
    }

    public async Task<int> DeleteAsync(LoadedCollection? collection, IReadOnlyList<long> documentIds, CancellationToken cancellationToken)
    {
        var gone = await documents.DeleteAsync(documentIds, cancellationToken);
        collection?.Apply(index =>
        {
            foreach (var id in gone)
            {
                index.RemoveDocument(id);
            }
        });
        if (gone.Length > 0 && collection?.Live.ModelId is { } modelId)
        {
            await mirror.DeleteDocumentsAsync(collection.Id, modelId, gone, cancellationToken);
        }

        return gone.Length;
    }

    public void Dispose()
    {
        foreach (var stripe in _stripes)
        {
            stripe.Dispose();
        }
    }

    private async Task<IReadOnlyList<DocumentWritten>> WriteGroupAsync(LoadedCollection collection, IReadOnlyList<DocumentDraft> drafts, CancellationToken cancellationToken)
    {
        var changed = new List<(DocumentDraft Draft, long DocumentId, IReadOnlyList<long> ChunkIds)>(drafts.Count);
        var written = await writer.WriteAsync(
            drafts,
            (place, documentId, ids) =>
            {
                var draft = drafts[place];
                var (title, path) = (StorableText.Of(draft.Title), StorableText.Of(draft.Path));
                var entries = draft.Chunks
                    .Select((chunk, i) => new ChunkEntry(
                        ids[i], documentId, chunk.Text, title, chunk.Context, path, Stamp: ChunkStamp.Of(Convert.FromHexString(chunk.Hash), title, path)))
                    .ToArray();
                collection.Apply(index => index.Replace(documentId, entries));
                changed.Add((draft, documentId, ids));
            },
            cancellationToken);
        if (changed.Count > 0 && collection.Live.ModelId is { } modelId)
        {
            await AttachVectorsAsync(collection, modelId, changed, cancellationToken);
        }

        return written;
    }

    /// <summary>Vectors that equal texts already have. After the chunks are in the index: a vector stored meanwhile is found here or set by its maker.</summary>
    private async Task AttachVectorsAsync(
        LoadedCollection collection, int modelId, List<(DocumentDraft Draft, long DocumentId, IReadOnlyList<long> ChunkIds)> changed, CancellationToken cancellationToken)
    {
        var hashes = changed.SelectMany(document => document.Draft.Chunks, (_, chunk) => chunk.Hash).Distinct(StringComparer.Ordinal).Select(Convert.FromHexString).ToArray();
        var known = await embeddings.FindAsync(modelId, hashes, cancellationToken);
        foreach (var (draft, documentId, chunkIds) in changed)
        {
            var points = new List<VectorPoint>(chunkIds.Count);
            for (var i = 0; i < chunkIds.Count; i++)
            {
                if (known.TryGetValue(draft.Chunks[i].Hash, out var vector))
                {
                    points.Add(new VectorPoint(chunkIds[i], documentId, vector));
                }
            }

            if (points.Count > 0)
            {
                collection.SetVectors(modelId, [.. points.Select(p => new ChunkVector(p.ChunkId, p.Vector))]);
            }

            await mirror.ReplaceDocumentAsync(collection.Id, modelId, documentId, chunkIds, points, cancellationToken);
        }
    }
}
