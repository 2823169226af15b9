using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Schemas;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>HIGH: it carries text from this machine to where other people may read it, and cannot take it back.</summary>
internal sealed class NotionCreatePageTool(NotionClient client, NotionPublisher publisher) : ITool
{
    public ToolDefinition Definition { get; } = new()
    {
        Name = "notion_create_page",
        Title = "Write a Notion page",
        Description = "Makes a Notion page from Markdown. The same call continues a half-written page.",
        Toolset = "notion",
        Sensitivity = Sensitivity.High,
        Idempotent = true,
        OpenWorld = true,
        DecidingArgument = "parent",
        Timeout = TimeSpan.FromMinutes(5),
        Input = ArgumentSchema.Object(
            $$$"""
            {"title":{"type":"string","minLength":1,"maxLength":500},"markdown":{"type":"string","maxLength":{{{NotionPublisher.LongestMarkdown}}}},"parent":{{{Parent}}}}
            """,
            "title",
            "markdown"),
    };

    internal const string Parent = """{"type":"string","minLength":1,"maxLength":2000,"description":"Id, URL or title of the page or database it goes into"}""";

    public string? Unavailable => client.Unavailable;

    public Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        TerminalText.Clean(invocation.Text("title")).Trim() is { Length: > 0 } title
            ? publisher.PublishAsync(invocation, title, invocation.Text("markdown"), null, cancellationToken)
            : throw new ToolException("title has nothing to read in it.");
}
