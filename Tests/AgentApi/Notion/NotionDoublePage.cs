using System.Text.Json.Nodes;

namespace LocalAi.Tests.AgentApi.Notion;

internal sealed record NotionDoublePage(string Id, string Title, string Parent, bool InTrash)
{
    public JsonObject ToJson() => new()
    {
        ["object"] = "page",
        ["id"] = Id,
        ["url"] = "https://www.notion.so/" + Id.Replace("-", "", StringComparison.Ordinal),
        ["in_trash"] = InTrash,
        ["last_edited_time"] = "2026-11-30T09:00:00.000Z",
        ["properties"] = new JsonObject { ["Name"] = new JsonObject { ["id"] = "title", ["type"] = "title", ["title"] = NotionDouble.Rich(Title) } },
    };
}
