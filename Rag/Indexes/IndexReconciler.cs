namespace LocalAi.Rag.Indexes;

/// <summary>Compares an index with Postgres, which is right.</summary>
internal sealed class IndexReconciler(IndexReader reader)
{
    private const int Batch = 1000;

    /// <summary>Finds, and with <paramref name="repair"/> mends, chunks the live index has too many or too few of.</summary>
    public Task<IndexDifference> ReconcileAsync(LoadedCollection collection, bool repair, CancellationToken cancellationToken) =>
        ReconcileAsync(collection, collection.Live, repair, cancellationToken);

    /// <summary>The same for one of the collection's indexes; what is mended goes to all of them.</summary>
    public async Task<IndexDifference> ReconcileAsync(LoadedCollection collection, LiveIndex target, bool repair, CancellationToken cancellationToken)
    {
        // The order makes it exact beside writers: what the index held before and Postgres lacks after is deleted;
        // what Postgres held before and the index lacks after, or has otherwise, was never applied.
        var indexedBefore = target.Index.ChunkIds();
        var stored = await reader.ReadStampsAsync(collection.Id, cancellationToken);
        var extra = indexedBefore.Where(id => !stored.ContainsKey(id)).ToArray();
        var missing = stored.Where(chunk => target.Index.StampOf(chunk.Key) != chunk.Value).Select(chunk => chunk.Key).ToArray();
        if (repair)
        {
            if (extra.Length > 0)
            {
                collection.Apply(index => index.Remove(extra));
            }

            foreach (var batch in missing.Chunk(Batch))
            {
                var chunks = await reader.ReadAsync(batch, target.ModelId, cancellationToken);
                collection.Apply(index => index.Add(chunks));
            }
        }

        return new IndexDifference(stored.Count, missing.Length, extra.Length);
    }
}
