using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Hosting.Engine;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(RunFileContent))]
internal sealed partial class RunFileJson : JsonSerializerContext;
