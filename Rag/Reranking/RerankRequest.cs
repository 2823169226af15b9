using System.Text.Json.Serialization;

namespace LocalAi.Rag.Reranking;

/// <summary>The request that llama.cpp, Jina and Cohere all take.</summary>
/// <param name="Model">Left out when null: the server's own.</param>
/// <param name="Query">The question.</param>
/// <param name="Documents">Texts to be ordered.</param>
/// <param name="TopN">How many are wanted back: all.</param>
internal sealed record RerankRequest(
    [property: JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    [property: JsonPropertyName("query")] string Query,
    [property: JsonPropertyName("documents")] IReadOnlyList<string> Documents,
    [property: JsonPropertyName("top_n")] int TopN);
