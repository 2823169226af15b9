using System.Text.Json.Serialization;
using LocalAi.Contracts.Gateway;

namespace LocalAi.Gateway.Keys;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiKeyLimits))]
[JsonSerializable(typeof(List<ApiKeyRecord>))]
internal sealed partial class KeyJson : JsonSerializerContext;
