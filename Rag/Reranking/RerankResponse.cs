using System.Text.Json.Serialization;

namespace LocalAi.Rag.Reranking;

internal sealed record RerankResponse([property: JsonPropertyName("results")] IReadOnlyList<RerankResult>? Results);
