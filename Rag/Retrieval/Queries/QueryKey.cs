using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Retrieval.Queries;

/// <summary>One key a word of the question is looked up by.</summary>
/// <param name="Key">Term key of the index.</param>
/// <param name="Field">Word or bigram field.</param>
/// <param name="Weight">Weight inside the question, before field weight and idf.</param>
/// <param name="Kind">What the key is.</param>
internal readonly record struct QueryKey(ulong Key, QueryField Field, float Weight, TermKind Kind);
