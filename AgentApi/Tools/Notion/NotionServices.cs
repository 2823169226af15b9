using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Tools.Notion;

internal static class NotionServices
{
    private const long LargestAnswer = 8 << 20;

    /// <summary>The notion_* tools and what they share.</summary>
    public static WebApplicationBuilder AddNotion(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<AgentOptions>(options => options.Notion.Token = builder.Configuration["NOTION_TOKEN"] is { Length: > 0 } token ? token : options.Notion.Token);
        builder.Services.AddSingleton<IValidateOptions<AgentOptions>, NotionOptionsValidator>();
        builder.Services.AddHttpClient(NotionClient.Name, (provider, client) =>
        {
            var notion = provider.GetRequiredService<IOptions<AgentOptions>>().Value.Notion;
            client.BaseAddress = new Uri(notion.Url.TrimEnd('/') + "/v1/");
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = LargestAnswer;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", notion.Token);
            client.DefaultRequestHeaders.Add("Notion-Version", NotionClient.Version);
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect would carry the token to whoever it names.
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        });
        builder.Services.AddSingleton<NotionClient>();
        builder.Services.AddSingleton<NotionParents>();
        builder.Services.AddSingleton<NotionBlockWriter>();
        builder.Services.AddSingleton<NotionPageStore>();
        builder.Services.AddSingleton<WebScrapeStore>();
        builder.Services.AddSingleton<NotionPublisher>();
        builder.Services.AddSingleton<ITool, NotionCreatePageTool>();
        builder.Services.AddSingleton<ITool, NotionSearchTool>();
        builder.Services.AddSingleton<ITool, WebToNotionTool>();
        return builder;
    }
}
