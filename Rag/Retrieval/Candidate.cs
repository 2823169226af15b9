namespace LocalAi.Rag.Retrieval;

/// <summary>A chunk that made it through the first stage; its text is not known yet.</summary>
/// <param name="Collection">Position of its collection in the list that was searched.</param>
/// <param name="ChunkId">The chunk.</param>
/// <param name="DocumentId">Its document.</param>
/// <param name="Lexical">BM25 score over both fields, 0 when the lexical arm did not find it.</param>
/// <param name="Dense">Cosine similarity, NaN when the dense arm did not find it.</param>
/// <param name="Fused">Score of the fusion, 0 to 1.</param>
internal readonly record struct Candidate(int Collection, long ChunkId, long DocumentId, float Lexical, float Dense, float Fused);
