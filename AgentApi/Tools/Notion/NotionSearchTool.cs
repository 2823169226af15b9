using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>MEDIUM: it only reads, but the query leaves this machine, and Notion takes three requests a second for all users together.</summary>
internal sealed class NotionSearchTool(NotionClient client) : ITool
{
    private const string CursorKind = "notion:";
    private const int LongestTitle = 200;

    public ToolDefinition Definition { get; } = new()
    {
        Name = "notion_search",
        Title = "Search Notion",
        Description = "Finds Notion pages and databases by title, the newest first.",
        Toolset = "notion",
        Sensitivity = Sensitivity.Medium,
        ReadOnly = true,
        OpenWorld = true,
        Untrusted = true,
        Input = ArgumentSchema.Object(
            """
            {"query":{"type":"string","maxLength":500,"description":"Empty lists all"},"kind":{"type":"string","enum":["page","data_source"]},
             "limit":{"type":"integer","minimum":1,"maximum":100,"description":"Default 20"},"cursor":{"type":"string","maxLength":200}}
            """),
    };

    public string? Unavailable => client.Unavailable;

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["query"] = invocation.TextOrNull("query") ?? "",
            ["page_size"] = invocation.Number("limit", 20),
            ["sort"] = new JsonObject { ["timestamp"] = "last_edited_time", ["direction"] = "descending" },
        };
        if (invocation.TextOrNull("kind") is { } kind)
        {
            body["filter"] = new JsonObject { ["property"] = "object", ["value"] = kind };
        }

        if (invocation.TextOrNull("cursor") is { } cursor)
        {
            body["start_cursor"] = cursor.StartsWith(CursorKind, StringComparison.Ordinal)
                ? cursor[CursorKind.Length..]
                : throw new ToolException("This cursor is not one of notion_search: call it again without a cursor.");
        }

        try
        {
            var answer = await client.ReadAsync(HttpMethod.Post, "search", body, cancellationToken);
            var next = answer.Flag("has_more") ? answer.Text("next_cursor") : null;
            return new ToolResult { Text = Tell(answer), Truncated = next is not null, NextCursor = next is null ? null : CursorKind + next };
        }
        catch (NotionException refused)
        {
            throw refused.ToToolException();
        }
    }

    private static string Tell(JsonElement answer)
    {
        var text = new StringBuilder();
        foreach (var item in answer.Items("results").Where(r => !r.Flag("in_trash")))
        {
            var title = TerminalText.Clean(item.Title()).ReplaceLineEndings(" ").Trim();
            title = title.Length == 0 ? "(no title)" : title.Length <= LongestTitle ? title : title[..LongestTitle] + "…";
            var kind = item.Text("object") == "page" ? "page" : "database";
            text.Append(CultureInfo.InvariantCulture, $"{kind} \"{title}\" id {item.Text("id")} edited {item.Text("last_edited_time")} {item.Text("url")}\n");
        }

        return text.Length == 0 ? "(nothing was found; only pages shared with the connection are searched)" : text.ToString();
    }
}
