using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Web.Browsing;

namespace LocalAi.AgentApi.Tools.Web;

internal sealed class WebAnalyzeUiTool(WebPages pages) : ITool
{
    private const int MaxFindings = 40;
    private const double PaletteScale = 0.5;

    public ToolDefinition Definition { get; } = new()
    {
        Name = "web_analyze_ui",
        Title = "Look of a web page",
        Description = "Colours, contrast, fonts, outline, accessibility tree and layout faults of a page.",
        Toolset = "web",
        Sensitivity = Sensitivity.Medium,
        ReadOnly = true,
        OpenWorld = true,
        Untrusted = true,
        Timeout = TimeSpan.FromSeconds(120),
        Input = ArgumentSchema.Object($$$"""{"url":{{{WebArguments.Url}}},"width":{{{WebArguments.Width}}},"device":{{{WebArguments.Device}}},"dark":{"type":"boolean"},"cursor":{{{WebArguments.Cursor}}}}""", "url"),
        Output = JsonElement.Parse("""{"type":"object"}"""),
    };

    public string? Unavailable => pages.Unavailable;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        pages.UseAsync(invocation.Text("url"), invocation.View(), tab => AnalyzeAsync(tab, cancellationToken), cancellationToken);

    private static async Task<ToolResult> AnalyzeAsync(WebTab tab, CancellationToken cancellationToken)
    {
        var found = JsonObject.Create(await tab.RunAsync(PageScripts.Analyze, new JsonObject { ["most"] = MaxFindings }, cancellationToken))!;
        var whole = await Camera.WholeAsync(tab, cancellationToken);
        var picture = await Camera.TakePngAsync(tab, whole, PaletteScale, cancellationToken);
        var palette = JsonArray.Create(await tab.RunAsync(PageScripts.Palette, picture.Base64, cancellationToken));
        var tree = await AccessibilityTree.ReadAsync(tab, cancellationToken);
        return UiReport.Build(found, palette!, tree, tab.Watch.Status, tab.Notes());
    }
}
