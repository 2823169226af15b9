namespace LocalAi.Rag.Retrieval;

/// <summary>A vector that arrives after its chunk (embedding in the background, loading at start).</summary>
internal readonly record struct ChunkVector(long ChunkId, ReadOnlyMemory<float> Vector);
