using System.Text.Json.Serialization;

namespace LocalAi.Rag.Reranking;

/// <summary>Relevance of one document of the request.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="Score">Any scale; greater is better.</param>
internal sealed record RerankResult([property: JsonPropertyName("index")] int? Index, [property: JsonPropertyName("relevance_score")] double? Score);
