using System.Text.Json.Serialization;

namespace LocalAi.Contracts.Rhythm;

/// <summary>Source-generated JSON of the scheduler's wire types: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RhythmPlan))]
[JsonSerializable(typeof(RhythmTaskEntry))]
[JsonSerializable(typeof(RhythmRunPage))]
[JsonSerializable(typeof(RhythmPause))]
[JsonSerializable(typeof(RhythmPolicy))]
[JsonSerializable(typeof(RhythmProfile))]
[JsonSerializable(typeof(RhythmTaskDefinition))]
[JsonSerializable(typeof(RhythmDefinitionList))]
[JsonSerializable(typeof(RhythmAlert))]
[JsonSerializable(typeof(RhythmAlertList))]
[JsonSerializable(typeof(RhythmAcknowledge))]
[JsonSerializable(typeof(RhythmSilence))]
[JsonSerializable(typeof(RhythmJunkPlan))]
[JsonSerializable(typeof(RhythmJunkClean))]
[JsonSerializable(typeof(RhythmJunkResult))]
[JsonSerializable(typeof(RhythmReport))]
[JsonSerializable(typeof(RhythmReportList))]
[JsonSerializable(typeof(RhythmWatchers))]
internal sealed partial class RhythmJson : JsonSerializerContext;
