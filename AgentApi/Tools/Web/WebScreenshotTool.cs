using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Web.Automation;
using LocalAi.AgentApi.Tools.Web.Browsing;
using LocalAi.Contracts.Agent;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Web;

internal sealed class WebScreenshotTool(WebPages pages, IOptions<AgentOptions> options) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "web_screenshot",
        Title = "Picture of a web page",
        Description = "Takes a picture of a web page.",
        Toolset = "web",
        Sensitivity = Sensitivity.Medium,
        ReadOnly = true,
        OpenWorld = true,
        Untrusted = true,
        Timeout = TimeSpan.FromSeconds(120),
        Input = ArgumentSchema.Object(
            $$$"""
            {"url":{{{WebArguments.Url}}},"width":{{{WebArguments.Width}}},"height":{{{WebArguments.Height}}},"full_page":{"type":"boolean"},
             "selector":{{{WebArguments.Selector}}},"device":{{{WebArguments.Device}}},"dark":{"type":"boolean"}}
            """,
            "url"),
        Output = JsonElement.Parse("""{"type":"object","properties":{"url":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"bytes":{"type":"integer"}}}"""),
    };

    public string? Unavailable => pages.Unavailable;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        pages.UseAsync(invocation.Text("url"), invocation.View(), tab => TakeAsync(tab, invocation, cancellationToken), cancellationToken);

    private async Task<ToolResult> TakeAsync(WebTab tab, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        PageArea? area = null;
        if (invocation.TextOrNull("selector") is { } selector)
        {
            area = await PageElement.FindAreaAsync(tab, new ElementTarget { Selector = selector }, cancellationToken);
        }
        else if (invocation.Flag("full_page"))
        {
            area = await Camera.WholeAsync(tab, cancellationToken);
        }

        var picture = await Camera.TakeAsync(tab, area, options.Value.Web.MaxImageBytes, cancellationToken);
        var url = tab.Watch.DocumentUrl ?? invocation.Text("url");
        var notes = tab.Notes();
        var structured = new JsonObject
        {
            ["url"] = url,
            ["status"] = tab.Watch.Status,
            ["media_type"] = picture.MediaType,
            ["width"] = picture.Width,
            ["height"] = picture.Height,
            ["scale"] = Math.Round(picture.Scale, 3),
            ["bytes"] = picture.Bytes,
            ["cut"] = area is { Height: Camera.MaxHeight },
            ["notes"] = notes,
        };
        return new ToolResult
        {
            Text = string.Create(CultureInfo.InvariantCulture, $"{url} (status {tab.Watch.Status}): {picture.Width} x {picture.Height} pixels, {picture.MediaType}, {picture.Bytes / 1024} KB. {notes}").TrimEnd(),
            Structured = structured,
            Images = [new ToolImage(picture.MediaType, picture.Base64)],
        };
    }
}
