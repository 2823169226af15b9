using LocalAi.Rag.Indexes;
using LocalAi.Rag.Retrieval;

namespace LocalAi.Rag.Vectors;

/// <summary>Brings vectors that Postgres has into an index that lacks them.</summary>
internal sealed class VectorReconciler(IndexReader reader)
{
    private const int Batch = 1000;

    /// <returns>How many the index lacked.</returns>
    public async Task<int> ReconcileAsync(LoadedCollection collection, int modelId, bool repair, CancellationToken cancellationToken)
    {
        var found = 0;
        foreach (var batch in collection.Live.Index.ChunkIdsWithoutVector().Chunk(Batch))
        {
            var chunks = await reader.ReadAsync(batch, modelId, cancellationToken);
            var vectors = chunks.Where(c => c.Vector is not null).Select(c => new ChunkVector(c.Id, c.Vector)).ToList();
            found += vectors.Count;
            if (repair)
            {
                collection.SetVectors(modelId, vectors);
            }
        }

        return found;
    }
}
