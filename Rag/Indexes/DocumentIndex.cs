using LocalAi.Rag.Documents;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Vectors;

namespace LocalAi.Rag.Indexes;

/// <summary>Documents in Postgres and in memory as one: what was committed can be found, what was deleted cannot, from the next question on.</summary>
internal sealed class DocumentIndex(DocumentWriter writer, DocumentStore documents, EmbeddingStore embeddings, IVectorMirror mirror) : IDisposable
{
    // Two writers of one document must reach the index in the order of their commits; unrelated documents rarely share a stripe.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<DocumentWritten> WriteAsync(LoadedCollection collection, DocumentDraft draft, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)draft.Uri.GetHashCode(StringComparison.Ordinal) % _stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<long> chunkIds = [];
            var written = await writer.WriteAsync(
                draft,
                (documentId, ids) =>
                {
                    chunkIds = ids;
                    var entries = draft.Chunks.Select((chunk, i) => new ChunkEntry(ids[i], documentId, chunk.Text, draft.Title, chunk.Context, draft.Path)).ToArray();
                    collection.Apply(index => index.Replace(documentId, entries));
                },
                cancellationToken);
            if (written.Outcome != WriteOutcome.Unchanged && collection.Live.ModelId is { } modelId)
            {
                await AttachVectorsAsync(collection, modelId, written, draft, chunkIds, cancellationToken);
            }

            return written;
        }
        finally
        {
            stripe.Release();
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

    /// <summary>Vectors that equal texts already have. After the chunks are in the index: a vector stored meanwhile is found here or set by its maker.</summary>
    private async Task AttachVectorsAsync(
        LoadedCollection collection, int modelId, DocumentWritten written, DocumentDraft draft, IReadOnlyList<long> chunkIds, CancellationToken cancellationToken)
    {
        var known = await embeddings.FindAsync(modelId, [.. draft.Chunks.Select(c => Convert.FromHexString(c.Hash))], cancellationToken);
        var points = new List<VectorPoint>(known.Count);
        for (var i = 0; i < chunkIds.Count; i++)
        {
            if (known.TryGetValue(draft.Chunks[i].Hash, out var vector))
            {
                points.Add(new VectorPoint(chunkIds[i], written.DocumentId, vector));
            }
        }

        if (points.Count > 0)
        {
            collection.SetVectors(modelId, [.. points.Select(p => new ChunkVector(p.ChunkId, p.Vector))]);
        }

        await mirror.ReplaceDocumentAsync(collection.Id, modelId, written.DocumentId, chunkIds, points, cancellationToken);
    }
}
