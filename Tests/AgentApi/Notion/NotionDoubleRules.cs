using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.Tests.AgentApi.Notion;

/// <summary>The size rules of Notion's reference ("Request limits", "Append block children").</summary>
internal static class NotionDoubleRules
{
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Languages = ["plain text", "c#", "javascript", "python", "bash", "shell", "json"];

    public static void CheckSize(string body)
    {
        if (Encoding.UTF8.GetByteCount(body) > 500_000)
        {
            throw NotionDoubleRefusal.Invalid("body is larger than 500KB.");
        }
    }

    public static void CheckBlocks(JsonArray blocks)
    {
        var total = 0;
        CheckList(blocks, 1, ref total);
        if (total > 1000)
        {
            throw NotionDoubleRefusal.Invalid("body has more than 1000 blocks.");
        }
    }

    private static void CheckList(JsonArray blocks, int level, ref int total)
    {
        if (blocks.Count > 100)
        {
            throw NotionDoubleRefusal.Invalid($"body.children.length should be ≤ `100`, instead was `{blocks.Count}`.");
        }

        // The stricter reading of "up to two levels of nesting in a single request".
        if (level > 2 && blocks.Count > 0)
        {
            throw NotionDoubleRefusal.Invalid("body.children is nested too deeply.");
        }

        total += blocks.Count;
        foreach (var block in blocks)
        {
            var type = (string)block!["type"]!;
            var content = block[type]?.AsObject() ?? throw NotionDoubleRefusal.Invalid($"{type} should be defined.");
            CheckRuns(content["rich_text"]?.AsArray());
            CheckRuns(content["caption"]?.AsArray());
            var children = content["children"]?.AsArray();
            CheckType(type, content, children);
            CheckList(children ?? [], level + 1, ref total);
        }
    }

    private static void CheckType(string type, JsonObject content, JsonArray? children)
    {
        switch (type)
        {
            case "table" when children is null || children.Count == 0:
                throw NotionDoubleRefusal.Invalid("table.children should be defined.");
            case "table" when children!.Any(row => row!["table_row"]!["cells"]!.AsArray().Count != (int)content["table_width"]!):
                throw NotionDoubleRefusal.Invalid("Content creation Failed. table_row cells should have the table's width.");
            case "table_row":
                foreach (var cell in content["cells"]!.AsArray())
                {
                    CheckRuns(cell!.AsArray());
                }

                break;
            case "code" when !Languages.Contains((string)content["language"]!):
                throw NotionDoubleRefusal.Invalid("code.language should be one of the known.");
            case "image" when ((string)content["external"]!["url"]!).Length > 2000:
                throw NotionDoubleRefusal.Invalid("image.external.url is too long.");
            case "divider" or "image" or "code" or "heading_1" or "heading_2" or "heading_3" when children is { Count: > 0 }:
                throw NotionDoubleRefusal.Invalid($"{type} has no children.");
        }
    }

    private static void CheckRuns(JsonArray? runs)
    {
        if (runs is null)
        {
            return;
        }

        if (runs.Count > 100)
        {
            throw NotionDoubleRefusal.Invalid("rich_text.length should be ≤ `100`.");
        }

        foreach (var run in runs)
        {
            var text = (string)run!["text"]!["content"]!;
            if (text.Length is 0 or > 2000 || char.IsHighSurrogate(text[^1]) || char.IsLowSurrogate(text[0]))
            {
                throw NotionDoubleRefusal.Invalid($"text.content.length should be ≤ `2000`, instead was `{text.Length}`.");
            }

            if ((string?)run["text"]!["link"]?["url"] is { } url && (url.Length > 2000 || !Uri.IsWellFormedUriString(url, UriKind.Absolute)))
            {
                throw NotionDoubleRefusal.Invalid("Invalid URL for link.");
            }
        }
    }
}
