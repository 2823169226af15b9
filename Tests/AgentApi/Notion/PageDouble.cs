using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Tools.Web;

namespace LocalAi.Tests.AgentApi.Notion;

/// <summary>Pages a test wrote, in place of the browser.</summary>
internal sealed class PageDouble : IWebReader
{
    public string? Unavailable { get; set; }

    public Dictionary<string, WebPage> Pages { get; } = [];

    public Task<WebPage> ReadAsync(string url, CancellationToken cancellationToken) =>
        Task.FromResult(Pages.TryGetValue(url, out var page) ? page : throw new ToolException("This address is not public, so it is not read.") { Refused = true });
}
