using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalAi.AgentApi.Tools;

internal static class ToolJson
{
    /// <summary>Compact JSON that leaves Korean and quotes readable: models pay per token.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 64,
    };
}
