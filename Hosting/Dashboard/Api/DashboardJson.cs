using System.Text.Json.Serialization;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Generated JSON metadata. The default encoder escapes markup, so that JSON can stand inside a page.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata | JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(HostView))]
[JsonSerializable(typeof(ResourceView))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(ConsoleView))]
[JsonSerializable(typeof(IReadOnlyList<ConsoleLineView>))]
[JsonSerializable(typeof(LogsView))]
[JsonSerializable(typeof(IReadOnlyList<LogView>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(TracesView))]
[JsonSerializable(typeof(TraceView))]
[JsonSerializable(typeof(InstrumentsView))]
[JsonSerializable(typeof(MetricView))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class DashboardJson : JsonSerializerContext;
