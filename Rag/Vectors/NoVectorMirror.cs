using LocalAi.Rag.Retrieval;

namespace LocalAi.Rag.Vectors;

/// <summary>No outside store: the in-process index answers.</summary>
internal sealed class NoVectorMirror : IVectorMirror
{
    public bool IsConfigured => false;

    public Task UpsertAsync(long collectionId, int modelId, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteDocumentsAsync(long collectionId, IReadOnlyList<long> documentIds, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteCollectionAsync(long collectionId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<DenseHit>?> SearchAsync(long collectionId, int modelId, ReadOnlyMemory<float> vector, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DenseHit>?>(null);

    public Task<(int Missing, int Extra)?> SynchronizeAsync(long collectionId, int modelId, bool repair, CancellationToken cancellationToken) =>
        Task.FromResult<(int, int)?>(null);

    public Task<bool> RebuildAsync(long collectionId, int modelId, CancellationToken cancellationToken) => Task.FromResult(false);
}
