namespace LocalAi.Rag.Retrieval.Ranking;

internal sealed record RankedCandidate(
    Candidate Item, float Score, float Coverage, float Proximity, IReadOnlyList<string> Matched, TermSketch Sketch)
{
    public RetrievalHit ToHit(float score, float redundancy) => new(
        Item.Collection,
        Item.ChunkId,
        Item.DocumentId,
        score,
        new HitExplanation(Item.Lexical, float.IsNaN(Item.Dense) ? null : Item.Dense, Item.Fused, Coverage, Proximity, Matched, redundancy));
}
