using System.Text.Json.Serialization;
using LocalAi.Contracts.Embedding;

namespace LocalAi.Embedding.Api;

/// <summary>OpenAI's request. <c>input_type</c> is an extension other servers have too.</summary>
internal sealed record OpenAiEmbeddingBody(
    [property: JsonConverter(typeof(TextListConverter))] IReadOnlyList<string?>? Input,
    string? Model = null,
    string EncodingFormat = "float",
    int? Dimensions = null,
    EmbedKind InputType = EmbedKind.Passage);
