using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rhythm.Settings;

/// <summary>Source-generated JSON: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ProgramSettings>))]
[JsonSerializable(typeof(ProgramSettings))]
[JsonSerializable(typeof(ApplySettings))]
[JsonSerializable(typeof(RestoreSettings))]
[JsonSerializable(typeof(SettingsChanged))]
internal sealed partial class SettingsJson : JsonSerializerContext;
