using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools.Web.Browsing;

namespace LocalAi.AgentApi.Tools.Web.Automation;

/// <summary>Finds an element and does things with it through the scripts <c>find.js</c> and <c>element.js</c>.</summary>
internal static class PageElement
{
    private const string Remember = "function () { globalThis.localaiFound = this.nodeType === 1 ? this : this.parentElement; }";

    /// <summary>True when the element is on the page; the next <see cref="DoAsync"/> is about it.</summary>
    public static async Task<bool> FindAsync(WebTab tab, ElementTarget target, CancellationToken cancellationToken)
    {
        if (target.Role is not null)
        {
            return await FindByRoleAsync(tab, target, cancellationToken);
        }

        var found = await tab.RunAsync(PageScripts.Find, target.ToJson(), cancellationToken);
        return found.TryGetProperty("error", out var error) ? throw new ToolException(error.GetString() + ".") : found.GetProperty("found").GetBoolean();
    }

    public static Task<JsonElement> DoAsync(WebTab tab, string action, string? value, CancellationToken cancellationToken, int most = 8000) =>
        tab.RunAsync(PageScripts.Element, new JsonObject { ["action"] = action, ["value"] = value, ["most"] = most }, cancellationToken);

    /// <exception cref="ToolException">Nothing fits, or it has no size.</exception>
    public static async Task<PageArea> FindAreaAsync(WebTab tab, ElementTarget target, CancellationToken cancellationToken)
    {
        if (!await FindAsync(tab, target, cancellationToken))
        {
            throw new ToolException($"Nothing on the page fits {target}.");
        }

        var box = await DoAsync(tab, "box", null, cancellationToken);
        if (!box.TryGetProperty("width", out var width) || width.GetDouble() < 1 || box.GetProperty("height").GetDouble() < 1)
        {
            throw new ToolException($"What fits {target} is not visible.");
        }

        return new PageArea(
            Math.Max(0, box.GetProperty("x").GetDouble()), Math.Max(0, box.GetProperty("y").GetDouble()), Math.Min(width.GetDouble(), 3840), Math.Min(box.GetProperty("height").GetDouble(), Camera.MaxHeight));
    }

    private static async Task<bool> FindByRoleAsync(WebTab tab, ElementTarget target, CancellationToken cancellationToken)
    {
        var world = await tab.WorldAsync(cancellationToken);
        var document = await tab.SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = "document", ["contextId"] = world }, cancellationToken);
        var query = new JsonObject { ["objectId"] = document.GetProperty("result").GetProperty("objectId").GetString(), ["role"] = target.Role };
        var answer = await tab.SendAsync("Accessibility.queryAXTree", query, cancellationToken);
        var nodes = answer.GetProperty("nodes").EnumerateArray().Where(n => !n.GetProperty("ignored").GetBoolean() && n.TryGetProperty("backendDOMNodeId", out _)).ToList();

        // The whole name first, then a part of it.
        foreach (var exact in new[] { true, false })
        {
            foreach (var node in nodes.Where(n => Fits(n, target.Text, exact)))
            {
                var resolved = await tab.SendAsync("DOM.resolveNode", new JsonObject { ["backendNodeId"] = node.GetProperty("backendDOMNodeId").GetInt32(), ["executionContextId"] = world }, cancellationToken);
                await tab.CallAsync(Remember, new JsonObject { ["objectId"] = resolved.GetProperty("object").GetProperty("objectId").GetString() }, cancellationToken);
                return true;
            }
        }

        return false;
    }

    private static bool Fits(JsonElement node, string? wanted, bool exact)
    {
        if (wanted is null)
        {
            return true;
        }

        var name = node.TryGetProperty("name", out var typed) && typed.TryGetProperty("value", out var value) ? value.ToString().Trim() : "";
        return exact ? name.Equals(wanted.Trim(), StringComparison.OrdinalIgnoreCase) : name.Contains(wanted.Trim(), StringComparison.OrdinalIgnoreCase);
    }
}
