using System.Text;
using System.Text.Json;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Reads Notion's objects, whose properties may be missing or of another kind.</summary>
internal static class NotionJson
{
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Flag(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>The title of a page, database or data source; empty when it has none.</summary>
    public static string Title(this JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject().Where(p => p.Value.Text("type") == "title" && p.Value.Items("title").Any()))
            {
                return Plain(property.Value.Items("title"));
            }
        }

        return Plain(json.Items("title"));
    }

    private static string Plain(IEnumerable<JsonElement> runs)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
        {
            text.Append(run.Text("plain_text"));
        }

        return text.ToString();
    }
}
