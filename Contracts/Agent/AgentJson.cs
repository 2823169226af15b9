using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Agent;

/// <summary>Source-generated JSON of the agent's wire types: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ToolCallRequest))]
[JsonSerializable(typeof(ToolCallResponse))]
[JsonSerializable(typeof(ToolEntry))]
[JsonSerializable(typeof(ToolList))]
[JsonSerializable(typeof(RateLimitState))]
[JsonSerializable(typeof(ApprovalEntry))]
[JsonSerializable(typeof(ApprovalList))]
[JsonSerializable(typeof(ApprovalDecision))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(SessionDetail))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(ValidateResponse))]
[JsonSerializable(typeof(PreferenceEntry))]
[JsonSerializable(typeof(PreferenceList))]
[JsonSerializable(typeof(PutPreference))]
internal sealed partial class AgentJson : JsonSerializerContext;
