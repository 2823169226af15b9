using LocalAi.AgentApi;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Tests.Support;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.AgentApi.Web.Support;

/// <summary>A browser with little memory and traffic for a page, whose patience a test chooses: short with a page that never answers, long with an honest one.</summary>
public sealed class HostileWebHost(PostgresServer postgres) : WebHost(postgres)
{
    private const int LongSeconds = 90;

    protected override (string Key, string Value)[] Settings => [("Agent:Web:MaxResponseMb", "4"), ("Agent:Web:MaxMemoryMb", "700")];

    internal async Task<ToolOutcome> ScrapeAsync(string url, int seconds = LongSeconds)
    {
        var options = Host.Get<IOptions<AgentOptions>>().Value.Web;
        options.NavigationSeconds = seconds;
        try
        {
            return await CallAsync("web_scrape", new { url });
        }
        finally
        {
            options.NavigationSeconds = LongSeconds;
        }
    }
}
