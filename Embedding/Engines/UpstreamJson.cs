using System.Text.Json.Serialization;

namespace LocalAi.Embedding.Engines;

[JsonSerializable(typeof(UpstreamRequest))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
