using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Web;

internal sealed class WebScrapeTool(PageReader reader) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "web_scrape",
        Title = "Text of a web page",
        Description = "Reads a web page's main content, or what selector names.",
        Toolset = "web",
        Sensitivity = Sensitivity.Medium,
        ReadOnly = true,
        OpenWorld = true,
        Untrusted = true,
        Timeout = TimeSpan.FromSeconds(120),
        Input = ArgumentSchema.Object(
            $$$"""
            {"url":{{{WebArguments.Url}}},"selector":{{{WebArguments.Selector}}},"format":{"type":"string","enum":["markdown","text","html-lite"]},
             "links":{"type":"boolean","description":"Keep and list links"},"cursor":{{{WebArguments.Cursor}}}}
            """,
            "url"),
        Output = JsonElement.Parse("""{"type":"object","properties":{"url":{"type":"string"},"title":{"type":"string"},"language":{"type":"string"},"links":{"type":"array"},"truncated":{"type":"boolean"},"cursor":{"type":"string"}}}"""),
    };

    public string? Unavailable => reader.Unavailable;

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var wantsLinks = invocation.Flag("links");
        var page = await reader.ScrapeAsync(
            new ScrapeRequest(invocation.Text("url"), invocation.TextOrNull("selector"), invocation.TextOrNull("format") ?? "markdown", wantsLinks), cancellationToken);
        var text = new StringBuilder();
        if (page.Title.Length > 0)
        {
            text.Append("Title: ").Append(page.Title).Append('\n');
        }

        text.Append("URL: ").Append(page.Url).Append('\n');
        if (page.Notes is { } notes)
        {
            text.Append("Note: ").Append(notes).Append('\n');
        }

        text.Append('\n').Append(page.Content.Length > 0 ? page.Content : "(the page shows no text)");
        var structured = new JsonObject { ["url"] = page.Url, ["title"] = page.Title, ["language"] = page.Language, ["status"] = page.Status, ["characters"] = page.Content.Length, ["truncated"] = page.IsCut };
        if (page.Notes is not null)
        {
            structured["notes"] = page.Notes;
        }

        if (wantsLinks)
        {
            structured["links"] = new JsonArray([.. page.Links.Select(l => new JsonObject { ["text"] = TerminalText.Clean(l.Text), ["url"] = l.Url })]);
        }

        return new ToolResult { Text = text.ToString(), Structured = structured, Truncated = page.IsCut };
    }
}
