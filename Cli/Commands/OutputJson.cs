using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.Cli.Chat;
using LocalAi.Cli.Checks;
using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Gateway;
using LocalAi.Contracts.Rag;
using LocalAi.Contracts.Rhythm;
using LocalAi.Contracts.Rhythm.Settings;

namespace LocalAi.Cli.Commands;

/// <summary>What <c>--json</c> prints: the wire types of the services, snake_case like theirs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ChatResult))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(IReadOnlyList<JobStatus>))]
[JsonSerializable(typeof(IReadOnlyList<CollectionSummary>))]
[JsonSerializable(typeof(CollectionSummary))]
[JsonSerializable(typeof(GatewayModelList))]
[JsonSerializable(typeof(PrewarmResult))]
[JsonSerializable(typeof(IReadOnlyList<ApiKeyEntry>))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(ApprovalList))]
[JsonSerializable(typeof(ApprovalEntry))]
[JsonSerializable(typeof(ToolCallResponse))]
[JsonSerializable(typeof(IReadOnlyList<CheckResult>))]
[JsonSerializable(typeof(IReadOnlyList<ProgramSettings>))]
[JsonSerializable(typeof(ProgramSettings))]
[JsonSerializable(typeof(SettingsChanged))]
[JsonSerializable(typeof(RhythmPlan))]
[JsonSerializable(typeof(IReadOnlyList<RhythmTaskEntry>))]
[JsonSerializable(typeof(RhythmTaskEntry))]
[JsonSerializable(typeof(RhythmRunPage))]
[JsonSerializable(typeof(RhythmRun))]
[JsonSerializable(typeof(RhythmPolicy))]
[JsonSerializable(typeof(RhythmProfile))]
[JsonSerializable(typeof(RhythmAlertList))]
[JsonSerializable(typeof(RhythmAlert))]
[JsonSerializable(typeof(RhythmWatchers))]
[JsonSerializable(typeof(RhythmJunkPlan))]
[JsonSerializable(typeof(RhythmJunkResult))]
[JsonSerializable(typeof(RhythmReport))]
[JsonSerializable(typeof(RhythmDefinitionList))]
[JsonSerializable(typeof(RhythmTaskDefinition))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    private static OutputJson? _readable;

    // Korean stays readable: this text goes to a terminal or a file, never into a page.
    public static OutputJson Readable => _readable ??= new OutputJson(new JsonSerializerOptions(GeneratedOptions)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static JsonSerializerOptions GeneratedOptions => Default.Options;
}
