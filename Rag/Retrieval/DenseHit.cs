namespace LocalAi.Rag.Retrieval;

/// <summary>A hit of the dense arm.</summary>
/// <param name="ChunkId">The chunk.</param>
/// <param name="Similarity">Cosine, -1 to 1.</param>
internal readonly record struct DenseHit(long ChunkId, float Similarity);
