using System.Text.Json.Serialization;

namespace LocalAi.Contracts.OpenAi;

/// <summary>
/// Writes requests, and nothing else: the serializer's descriptions of properties, which reading needs, are two hundred generic methods that a
/// program on its way to a first token has to compile at run time.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ChatRequest))]
internal sealed partial class ChatRequestJson : JsonSerializerContext;
