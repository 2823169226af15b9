using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tools.Web.Browsing;

namespace LocalAi.AgentApi.Tools.Web.Automation;

/// <summary>Presses keys: a name (Enter, ArrowDown) or one character, with modifiers in front (Control+a).</summary>
internal static class Keyboard
{
    private static readonly Dictionary<string, (int Code, string? Text)> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Enter"] = (13, "\r"),
        ["Tab"] = (9, null),
        ["Escape"] = (27, null),
        ["Backspace"] = (8, null),
        ["Delete"] = (46, null),
        ["Home"] = (36, null),
        ["End"] = (35, null),
        ["PageUp"] = (33, null),
        ["PageDown"] = (34, null),
        ["ArrowLeft"] = (37, null),
        ["ArrowUp"] = (38, null),
        ["ArrowRight"] = (39, null),
        ["ArrowDown"] = (40, null),
        ["Space"] = (32, " "),
    };

    private static readonly string[] Modifiers = ["Alt", "Control", "Meta", "Shift"];

    /// <exception cref="ToolException">There is no such key.</exception>
    public static async Task PressAsync(WebTab tab, string keys, CancellationToken cancellationToken)
    {
        // "Control++" ends with the key +.
        var parts = keys.Length > 1 ? keys[..^1].Split('+') : [];
        var key = keys.Length > 1 ? parts[^1] + keys[^1] : keys;
        var modifiers = 0;
        foreach (var name in parts.SkipLast(1))
        {
            var bit = Array.FindIndex(Modifiers, m => m.Equals(name, StringComparison.OrdinalIgnoreCase));
            modifiers |= bit >= 0 ? 1 << bit : throw Unknown(name);
        }

        var down = Describe(key, modifiers);
        down["type"] = down.ContainsKey("text") ? "keyDown" : "rawKeyDown";
        await tab.SendAsync("Input.dispatchKeyEvent", down, cancellationToken);
        var up = Describe(key, modifiers);
        up["type"] = "keyUp";
        up.Remove("text");
        await tab.SendAsync("Input.dispatchKeyEvent", up, cancellationToken);
    }

    private static JsonObject Describe(string key, int modifiers)
    {
        if (Named.TryGetValue(key, out var named))
        {
            var name = Named.Keys.First(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
            var event_ = new JsonObject { ["key"] = name == "Space" ? " " : name, ["code"] = name, ["windowsVirtualKeyCode"] = named.Code, ["modifiers"] = modifiers };
            if (named.Text is not null)
            {
                event_["text"] = named.Text;
            }

            return event_;
        }

        if (new System.Globalization.StringInfo(key).LengthInTextElements != 1)
        {
            throw Unknown(key);
        }

        var upper = char.ToUpperInvariant(key[0]);
        var typed = new JsonObject { ["key"] = key, ["modifiers"] = modifiers };
        if (char.IsAsciiLetterOrDigit(upper))
        {
            typed["windowsVirtualKeyCode"] = (int)upper;
            typed["code"] = char.IsAsciiDigit(upper) ? "Digit" + upper : "Key" + upper;
        }

        // With Control or Meta it is a command, not a character; "Control+a" selects all.
        if ((modifiers & 0b0110) == 0)
        {
            typed["text"] = key;
        }
        else if (upper == 'A')
        {
            typed["commands"] = new JsonArray("selectAll");
        }

        return typed;
    }

    private static ToolException Unknown(string key) =>
        new($"There is no key '{(key.Length <= 40 ? key : key[..40])}'; use one character, {string.Join(", ", Named.Keys)}, with {string.Join("+, ", Modifiers)}+ in front.");
}
