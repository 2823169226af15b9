using System.Text;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>A block as the API takes it, with its children apart: how many of them go with it in one request is decided when it is sent.</summary>
/// <param name="type">For example <c>paragraph</c>.</param>
/// <param name="content">What stands under the property named like the type.</param>
/// <param name="children">Blocks inside it, in order.</param>
internal sealed class NotionBlock(string type, JsonObject content, IReadOnlyList<NotionBlock> children)
{
    /// <summary>A request holds at most this many blocks in one list.</summary>
    public const int MostTogether = 100;

    // A request holds at most 500 KB, and a block's own text may have 360 KB of them.
    private const int MostInlineBytes = 100_000;

    private JsonObject? _json;

    public NotionBlock(string type, JsonObject content)
        : this(type, content, [])
    {
    }

    public string Type => type;

    public IReadOnlyList<NotionBlock> Children => children;

    /// <summary>
    /// How many children go along: all or the first hundred when none of them has children itself (two levels are allowed in a request), else none.
    /// It depends on the block alone, so a page that was left half-written can be compared with what was sent.
    /// </summary>
    public int Inline { get; } = CountInline(children);

    /// <summary>True when some children must follow in requests of their own.</summary>
    public bool HasMore => Inline < children.Count;

    /// <summary>Blocks in the request.</summary>
    public int Elements => 1 + Inline;

    public int Bytes => field > 0 ? field : field = Encoding.UTF8.GetByteCount(ToJson().ToJsonString(ToolJson.Options));

    /// <summary>A copy that can be put into a request.</summary>
    public JsonObject ToJson() => (JsonObject)(_json ??= Build()).DeepClone();

    private JsonObject Build()
    {
        var body = (JsonObject)content.DeepClone();
        if (Inline > 0)
        {
            body["children"] = new JsonArray([.. children.Take(Inline).Select(c => (JsonNode)c.ToJson())]);
        }

        return new JsonObject { ["object"] = "block", ["type"] = type, [type] = body };
    }

    private static int CountInline(IReadOnlyList<NotionBlock> children)
    {
        if (children.Any(c => c.Children.Count > 0))
        {
            return 0;
        }

        var (count, bytes) = (0, 0);
        while (count < children.Count && count < MostTogether && ((bytes += children[count].Bytes) <= MostInlineBytes || count == 0))
        {
            count++;
        }

        return count;
    }
}
