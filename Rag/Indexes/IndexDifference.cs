namespace LocalAi.Rag.Indexes;

/// <param name="Stored">Chunks in Postgres.</param>
/// <param name="Missing">Chunks the index lacked or held with another title or path.</param>
/// <param name="Extra">Chunks the index held although they are deleted.</param>
internal sealed record IndexDifference(int Stored, int Missing, int Extra);
