using System.Text.Json.Serialization;

namespace LocalAi.Embedding.Engines;

internal sealed record UpstreamRequest(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("input")] IReadOnlyList<string> Input,
    [property: JsonPropertyName("encoding_format")] string EncodingFormat = "float");
