using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Notion;

/// <param name="Kind"><c>page_id</c> or <c>data_source_id</c>, as the API calls them.</param>
/// <param name="Id">A UUID with dashes.</param>
/// <param name="Title">What it is called in Notion; may be empty.</param>
internal sealed record NotionParent(string Kind, string Id, string Title)
{
    public const string Page = "page_id";
    public const string DataSource = "data_source_id";

    public JsonObject ToJson() => new() { ["type"] = Kind, [Kind] = Id };
}
