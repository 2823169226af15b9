namespace LocalAi.Rag.Vectors;

internal sealed record VectorPoint(long ChunkId, long DocumentId, float[] Vector);
