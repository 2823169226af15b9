using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Schemas;
using LocalAi.AgentApi.Tools.Web;
using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>HIGH as writing a page is. What the page says was written by others, its title in the result too.</summary>
/// <param name="client">Says whether Notion is configured.</param>
/// <param name="publisher">Writes the page.</param>
/// <param name="scrapes">Notes what was read.</param>
/// <param name="reader">Reads pages; null where this build has none.</param>
internal sealed class WebToNotionTool(NotionClient client, NotionPublisher publisher, WebScrapeStore scrapes, IWebReader? reader = null) : ITool
{
    private const int LongestTitle = 500;

    public ToolDefinition Definition { get; } = new()
    {
        Name = "web_to_notion",
        Title = "Save a web page to Notion",
        Description = "Reads a web page and saves its main text as a Notion page.",
        Toolset = "notion",
        Sensitivity = Sensitivity.High,
        Idempotent = true,
        OpenWorld = true,
        Untrusted = true,
        DecidingArgument = "url",
        Timeout = TimeSpan.FromMinutes(5),
        Input = ArgumentSchema.Object(
            $$$"""
            {"url":{"type":"string","minLength":1,"maxLength":2000},"title":{"type":"string","minLength":1,"maxLength":500,"description":"Default: the page's"},"parent":{{{NotionCreatePageTool.Parent}}}}
            """,
            "url"),
    };

    public string? Unavailable => client.Unavailable ?? (reader is null ? "Web pages cannot be read by this service: no reader is registered. notion_create_page works." : reader.Unavailable);

    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var url = invocation.Text("url");
        var page = await reader!.ReadAsync(url, cancellationToken);
        var markdown = TerminalText.Clean(page.Markdown);
        if (string.IsNullOrWhiteSpace(markdown))
        {
            throw new ToolException("The page has no text to save.");
        }

        try
        {
            await scrapes.AddAsync(invocation.Caller.User, url, page, cancellationToken);
        }
        catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
        {
            throw new ToolException("What is read from the web is noted in Postgres, which is away. Nothing was written.", away);
        }

        var title = TerminalText.Clean(invocation.TextOrNull("title") ?? page.Title).ReplaceLineEndings(" ").Trim();
        title = title.Length == 0 ? page.Url : title;
        var cut = Math.Min(title.Length, LongestTitle);
        title = title[..(cut < title.Length && char.IsHighSurrogate(title[cut - 1]) ? cut - 1 : cut)];
        return await publisher.PublishAsync(invocation, title, Compose(page.Url, markdown), page.Url, cancellationToken);
    }

    /// <summary>The text with where it comes from, cut to what a page takes.</summary>
    private static string Compose(string source, string markdown)
    {
        var head = $"> Source: <{source}>\n\n";
        var room = NotionPublisher.LongestMarkdown - head.Length;
        if (markdown.Length <= room)
        {
            return head + markdown;
        }

        const string Cut = "\n\n*The page is longer; the rest was left out.*";
        var end = markdown.LastIndexOf('\n', room - Cut.Length);
        return head + markdown[..(end > 0 ? end : room - Cut.Length)] + Cut;
    }
}
