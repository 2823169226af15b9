using LocalAi.Rag.Retrieval;

namespace LocalAi.Rag.Vectors;

/// <summary>An outside vector store that follows Postgres. It may be away at any time: what it misses is made up later, so writes never fail.</summary>
internal interface IVectorMirror
{
    /// <summary>True when the store is configured.</summary>
    bool IsConfigured { get; }

    Task UpsertAsync(long collectionId, int modelId, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken);

    /// <summary>Keeps of a document only these chunks, and sets the vectors that are known.</summary>
    Task ReplaceDocumentAsync(
        long collectionId, int modelId, long documentId, IReadOnlyList<long> chunkIds, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken);

    Task DeleteDocumentsAsync(long collectionId, int modelId, IReadOnlyList<long> documentIds, CancellationToken cancellationToken);

    Task DeleteCollectionAsync(long collectionId, int modelId, CancellationToken cancellationToken);

    /// <summary>The nearest chunks of the collection, or null when the store cannot answer: the in-process index does then.</summary>
    Task<IReadOnlyList<DenseHit>?> SearchAsync(long collectionId, int modelId, ReadOnlyMemory<float> vector, int limit, CancellationToken cancellationToken);

    /// <summary>Compares the store with Postgres and mends it.</summary>
    /// <returns>Points it lacked and points it had too many; null when the store is away.</returns>
    Task<(int Missing, int Extra)?> SynchronizeAsync(long collectionId, int modelId, bool repair, CancellationToken cancellationToken);

    /// <summary>Throws the collection away in the store and fills it from Postgres.</summary>
    /// <returns>False when the store is away.</returns>
    Task<bool> RebuildAsync(long collectionId, int modelId, CancellationToken cancellationToken);
}
