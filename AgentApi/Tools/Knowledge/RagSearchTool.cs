using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Knowledge;

internal sealed class RagSearchTool(RagService rag) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "rag_search",
        Title = "Search the user's documents",
        Description = "Finds passages in the user's indexed documents, with file and lines.",
        Toolset = "knowledge",
        Sensitivity = Sensitivity.Low,
        ReadOnly = true,
        Untrusted = true,
        Input = ArgumentSchema.Object(
            """
            {"query":{"type":"string","minLength":1,"maxLength":10000},"collection":{"type":"string","minLength":1,"maxLength":200},
             "limit":{"type":"integer","minimum":1,"maximum":50,"description":"Default 8"},"cursor":{"type":"string","maxLength":100}}
            """,
            "query"),
    };

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var query = new JsonObject { ["query"] = invocation.Text("query"), ["top"] = invocation.Number("limit", 8), ["include_context"] = true, ["answer"] = "none" };
        if (invocation.TextOrNull("collection") is { } collection)
        {
            query["collection"] = collection;
        }

        var answer = await rag.QueryAsync(query, cancellationToken);
        var text = new StringBuilder();
        if (answer.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Array)
        {
            foreach (var source in sources.EnumerateArray())
            {
                text.Append(CultureInfo.InvariantCulture, $"[{Part(source, "n")}] {Part(source, "path")} lines {Part(source, "line_start")}-{Part(source, "line_end")}\n{Part(source, "text") ?? Part(source, "quote")}\n\n");
            }
        }

        return new ToolResult { Text = text.Length == 0 ? "(nothing relevant was found)" : text.ToString() };
    }

    private static string? Part(JsonElement source, string name) => source.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
