namespace LocalAi.Rag.Retrieval;

/// <summary>One chunk of the answer, best first.</summary>
/// <param name="Collection">Position of its collection in the list that was searched.</param>
/// <param name="ChunkId">The chunk.</param>
/// <param name="DocumentId">Its document.</param>
/// <param name="Score">0 to 1, comparable inside one result.</param>
/// <param name="Explanation">Why it stands here.</param>
internal sealed record RetrievalHit(int Collection, long ChunkId, long DocumentId, float Score, HitExplanation Explanation);
