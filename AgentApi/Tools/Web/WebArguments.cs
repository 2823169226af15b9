using LocalAi.AgentApi.Tools.Web.Browsing;

namespace LocalAi.AgentApi.Tools.Web;

/// <summary>What the web tools' arguments have in common.</summary>
internal static class WebArguments
{
    public const string Url = """{"type":"string","minLength":1,"maxLength":2048}""";
    public const string Width = """{"type":"integer","minimum":200,"maximum":3840}""";
    public const string Height = """{"type":"integer","minimum":200,"maximum":2160}""";
    public const string Selector = """{"type":"string","minLength":1,"maxLength":500,"description":"CSS"}""";
    public const string Device = """{"type":"string","enum":["desktop","tablet","phone"]}""";
    public const string Cursor = """{"type":"string","maxLength":100}""";

    public static TabView View(this ToolInvocation call)
    {
        var width = call.Number("width", 0);
        var height = call.Number("height", 0);
        return TabView.Of(call.TextOrNull("device"), width > 0 ? width : null, height > 0 ? height : null, call.Flag("dark"));
    }

    /// <summary>What the page was kept from and what is missing, for the end of a result; null when there is nothing to say.</summary>
    public static string? Notes(this WebTab tab)
    {
        List<string> notes = [];
        if (tab.Note is { } note)
        {
            notes.Add(note);
        }

        if (tab.Traffic.Refusals is > 0 and var refused)
        {
            notes.Add($"{refused} requests of the page to addresses that are not public were refused.");
        }

        if (tab.Watch.Popups is > 0 and var popups)
        {
            notes.Add($"{popups} windows that the page opened were closed.");
        }

        if (tab.Watch.Dialogs is > 0 and var dialogs)
        {
            notes.Add($"{dialogs} dialogs of the page were dismissed.");
        }

        return notes.Count == 0 ? null : string.Join(' ', notes);
    }
}
