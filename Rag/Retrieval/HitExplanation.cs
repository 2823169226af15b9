namespace LocalAi.Rag.Retrieval;

/// <summary>Why a chunk stands where it stands; shown to users and written to the search log.</summary>
/// <param name="Lexical">BM25 score of the first stage.</param>
/// <param name="Dense">Cosine similarity; null when the dense arm did not find the chunk.</param>
/// <param name="Fused">Score after fusion, 0 to 1.</param>
/// <param name="Coverage">Share of the question's information found in the chunk, 0 to 1.</param>
/// <param name="Proximity">How close the matched words stand together, 0 to 1.</param>
/// <param name="MatchedTerms">Words of the question found, as the user wrote them.</param>
/// <param name="Redundancy">Similarity to the nearest better hit, 0 to 1.</param>
internal sealed record HitExplanation(
    float Lexical,
    float? Dense,
    float Fused,
    float Coverage,
    float Proximity,
    IReadOnlyList<string> MatchedTerms,
    float Redundancy);
