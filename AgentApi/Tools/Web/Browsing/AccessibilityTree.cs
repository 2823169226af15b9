using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>The page as assistive technology gets it, one line a node, indented by depth.</summary>
internal static class AccessibilityTree
{
    private const int MaxNodes = 300;
    private const int MaxDepth = 30;
    private const int LongestName = 80;

    private static readonly string[] Silent = ["none", "generic", "InlineTextBox", "StaticText", "LineBreak", "ListMarker"];
    private static readonly string[] Told = ["checked", "disabled", "expanded", "required", "invalid", "level", "selected"];

    /// <returns>The tree and the number of nodes that are left out.</returns>
    public static async Task<(string Text, int Left)> ReadAsync(WebTab tab, CancellationToken cancellationToken)
    {
        var answer = await tab.SendAsync("Accessibility.getFullAXTree", new JsonObject { ["depth"] = MaxDepth }, cancellationToken);
        var nodes = answer.GetProperty("nodes").EnumerateArray().ToDictionary(n => n.GetProperty("nodeId").GetString()!, StringComparer.Ordinal);
        if (nodes.Count == 0)
        {
            return ("", 0);
        }

        var text = new StringBuilder();
        var shown = 0;
        var left = 0;
        var open = new Stack<(string Id, int Depth)>([(answer.GetProperty("nodes")[0].GetProperty("nodeId").GetString()!, 0)]);
        while (open.TryPop(out var next))
        {
            if (!nodes.TryGetValue(next.Id, out var node))
            {
                continue;
            }

            var depth = next.Depth;
            if (Line(node) is { } line)
            {
                if (shown < MaxNodes)
                {
                    text.Append(' ', Math.Min(depth, MaxDepth) * 2).Append(line).Append('\n');
                    shown++;
                }
                else
                {
                    left++;
                }

                depth++;
            }

            if (node.TryGetProperty("childIds", out var children))
            {
                foreach (var child in children.EnumerateArray().Reverse())
                {
                    open.Push((child.GetString()!, depth));
                }
            }
        }

        return (text.ToString(), left);
    }

    private static string? Line(JsonElement node)
    {
        var role = Value(node, "role");
        if ((node.TryGetProperty("ignored", out var ignored) && ignored.GetBoolean()) || role.Length == 0 || Silent.Contains(role, StringComparer.Ordinal))
        {
            return null;
        }

        var name = Value(node, "name").ReplaceLineEndings(" ").Trim();
        var line = new StringBuilder(role);
        if (name.Length > 0)
        {
            line.Append(" \"").Append(name.Length <= LongestName ? name : name[..LongestName] + "…").Append('"');
        }

        foreach (var property in node.TryGetProperty("properties", out var properties) ? properties.EnumerateArray() : default)
        {
            var key = property.GetProperty("name").GetString()!;
            var value = Value(property, "value");
            if (Told.Contains(key, StringComparer.Ordinal) && value is not ("false" or ""))
            {
                line.Append(CultureInfo.InvariantCulture, $" {key}={value}");
            }
        }

        return line.ToString();
    }

    private static string Value(JsonElement of, string name) =>
        of.TryGetProperty(name, out var typed) && typed.TryGetProperty("value", out var value) ? value.ToString() : "";
}
