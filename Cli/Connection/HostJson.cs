using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Cli.Connection;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostRun))]
internal sealed partial class HostJson : JsonSerializerContext;
