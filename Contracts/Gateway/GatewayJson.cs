using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Gateway;

/// <summary>Source-generated JSON of the gateway's own API: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateApiKey))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(ApiKeyPage))]
[JsonSerializable(typeof(VerifyApiKey))]
[JsonSerializable(typeof(VerifiedApiKey))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(GatewayModelList))]
[JsonSerializable(typeof(UpstreamStateList))]
[JsonSerializable(typeof(GatewayHealth))]
[JsonSerializable(typeof(PrewarmRequest))]
[JsonSerializable(typeof(PrewarmResult))]
[JsonSerializable(typeof(CacheState))]
public sealed partial class GatewayJson : JsonSerializerContext;
