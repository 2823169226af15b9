namespace LocalAi.Rag.Retrieval.Fusion;

/// <summary>What a question's script means for an embedding model.</summary>
internal enum ModelLanguage
{
    /// <summary>Hashed spelling, not a model: a weak arm only costs (measured 5 points of nDCG).</summary>
    Spelling,
    English,
    Multilingual,
}
