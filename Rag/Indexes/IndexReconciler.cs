namespace LocalAi.Rag.Indexes;

/// <summary>Compares an index with Postgres, which is right.</summary>
internal sealed class IndexReconciler(IndexReader reader)
{
    private const int Batch = 1000;

    /// <summary>Finds, and with <paramref name="repair"/> mends, chunks the index has too many or too few of.</summary>
    public async Task<IndexDifference> ReconcileAsync(LoadedCollection collection, bool repair, CancellationToken cancellationToken)
    {
        // The order makes it exact beside writers: what the index held before and Postgres lacks after is deleted;
        // what Postgres held before and the index lacks after was never applied.
        var live = collection.Live;
        var indexedBefore = live.Index.ChunkIds();
        var stored = await reader.ReadIdsAsync(collection.Id, cancellationToken);
        var extra = indexedBefore.Where(id => !stored.Contains(id)).ToArray();
        var missing = stored.Where(id => !live.Index.Contains(id)).ToArray();
        if (repair)
        {
            if (extra.Length > 0)
            {
                collection.Apply(index => index.Remove(extra));
            }

            foreach (var batch in missing.Chunk(Batch))
            {
                var chunks = await reader.ReadAsync(batch, live.ModelId, cancellationToken);
                collection.Apply(index => index.Add(chunks));
            }
        }

        return new IndexDifference(stored.Count, missing.Length, extra.Length);
    }
}
