using System.Text.Json;
using LocalAi.ServiceDefaults.Http;

namespace LocalAi.Rag;

/// <summary>JSON in columns and in events: the same as on the wire.</summary>
internal static class RagJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
