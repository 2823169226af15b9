using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools.Web.Browsing;

namespace LocalAi.AgentApi.Tools.Web;

/// <summary>Reads pages in the browser, as a visitor sees them: after their scripts ran, without what they hide.</summary>
internal sealed class PageReader(WebPages pages) : IWebReader
{
    public string? Unavailable => pages.Unavailable;

    public async Task<WebPage> ReadAsync(string url, CancellationToken cancellationToken)
    {
        var page = await ScrapeAsync(new ScrapeRequest(url, null, "markdown", Links: true), cancellationToken);
        return new WebPage(page.Url, page.Title.Length > 0 ? page.Title : new Uri(page.Url).Host, page.Content);
    }

    /// <exception cref="ToolException">The address is refused, or there is nothing to read.</exception>
    public Task<ScrapedPage> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken) =>
        pages.UseAsync(request.Url, TabView.Desktop, tab => ScrapeAsync(tab, request, cancellationToken), cancellationToken);

    private static async Task<ScrapedPage> ScrapeAsync(WebTab tab, ScrapeRequest request, CancellationToken cancellationToken)
    {
        if (tab.Watch.MediaType is { } type && !IsText(type))
        {
            throw new ToolException($"The address holds {type}, not a page with text.");
        }

        var read = await tab.RunAsync(PageScripts.Scrape, new JsonObject { ["selector"] = request.Selector, ["format"] = request.Format, ["links"] = request.Links }, cancellationToken);
        if (read.TryGetProperty("error", out var error))
        {
            throw new ToolException(error.GetString() + ".");
        }

        return new ScrapedPage
        {
            Url = Text(read, "url"),
            Title = Text(read, "title"),
            Language = Text(read, "language"),
            Status = tab.Watch.Status,
            Content = Text(read, "content"),
            Links = [.. read.GetProperty("links").EnumerateArray().Select(l => (Text(l, "text"), Text(l, "url")))],
            IsCut = read.GetProperty("cut").GetBoolean(),
            Notes = tab.Notes(),
        };
    }

    private static bool IsText(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.Ordinal) || mediaType.Contains("html", StringComparison.Ordinal) || mediaType.Contains("xml", StringComparison.Ordinal) || mediaType.Contains("json", StringComparison.Ordinal);

    private static string Text(JsonElement of, string name) => TerminalText.Clean(of.GetProperty(name).GetString() ?? "");
}
