using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Embedding.Api;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EmbedBody))]
[JsonSerializable(typeof(OpenAiEmbeddingBody))]
internal sealed partial class EmbeddingJson : JsonSerializerContext;
