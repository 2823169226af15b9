namespace LocalAi.Rag.Retrieval;

internal enum RetrievalMode
{
    /// <summary>Both arms when the query has a vector or dense hits, else lexical.</summary>
    Hybrid,
    Lexical,
    Dense,
}
