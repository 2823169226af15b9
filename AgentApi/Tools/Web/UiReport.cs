using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web;

/// <summary>What was found about a page's look, as text for a model and as structure for a program.</summary>
internal static class UiReport
{
    private static readonly (string Key, string Title)[] Lists =
    [
        ("contrast", "Contrast below WCAG AA"),
        ("imagesWithoutAlt", "Images without alt"),
        ("controlsWithoutName", "Controls without a name"),
        ("smallTargets", "Targets below 24 x 24 px"),
        ("overlaps", "Overlapping elements"),
        ("overflowing", "Elements that stick out to the right"),
        ("headings", "Headings"),
        ("landmarks", "Landmarks"),
    ];

    public static ToolResult Build(JsonObject found, JsonArray palette, (string Text, int Left) tree, int status, string? notes)
    {
        var text = new StringBuilder();
        var totals = found["totals"]!.AsObject();
        text.Append(CultureInfo.InvariantCulture, $"{found["title"]} ({found["url"]}, status {status})\n");
        text.Append(CultureInfo.InvariantCulture, $"Window {found["viewport"]!["width"]} x {found["viewport"]!["height"]}, page {found["page"]!["width"]} x {found["page"]!["height"]}, {found["elements"]} elements");
        text.Append((int)found["overflow"]! > 0 ? string.Create(CultureInfo.InvariantCulture, $", {found["overflow"]} px wider than the window\n") : "\n");
        text.Append("Colours: ").AppendJoin(", ", palette.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c!["colour"]} {(double)c["share"]! * 100:0.#} %"))).Append('\n');
        text.Append("Fonts: ").AppendJoin(", ", found["fonts"]!.AsArray().Select(f => string.Create(CultureInfo.InvariantCulture, $"{f!["family"]} {f["size"]} px {f["weight"]} ({(double)f["share"]! * 100:0.#} % of the text)"))).Append('\n');
        foreach (var (key, title) in Lists)
        {
            var items = found[key]!.AsArray();
            text.Append(CultureInfo.InvariantCulture, $"{title}: {totals[key]}\n");
            foreach (var item in items)
            {
                text.Append("- ").AppendJoin(", ", item!.AsObject().Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value}"))).Append('\n');
            }
        }

        text.Append("Accessibility tree:\n").Append(tree.Text);
        if (tree.Left > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{tree.Left} more nodes]\n");
        }

        if (notes is not null)
        {
            text.Append("Note: ").Append(notes).Append('\n');
        }

        return new ToolResult { Text = text.ToString(), Structured = Structure(found, palette, tree, status, notes) };
    }

    private static JsonObject Structure(JsonObject found, JsonArray palette, (string Text, int Left) tree, int status, string? notes)
    {
        var structured = new JsonObject { ["status"] = status };
        foreach (var (key, value) in found.ToList())
        {
            found.Remove(key);
            structured[Snake(key)] = key == "totals" ? Renamed(value!.AsObject()) : value;
        }

        structured["palette"] = palette;
        structured["accessibility_tree"] = tree.Text;
        structured["accessibility_nodes_left_out"] = tree.Left;
        if (notes is not null)
        {
            structured["notes"] = notes;
        }

        return structured;
    }

    private static JsonObject Renamed(JsonObject totals) => new(totals.Select(t => KeyValuePair.Create(Snake(t.Key), t.Value?.DeepClone())));

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
