using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.AgentApi.Tools.Web.Browsing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAi.AgentApi.Tools.Web;

internal static class WebServices
{
    /// <summary>The browser, what guards it, and the tools that use it. Nothing is started before the first call.</summary>
    public static IServiceCollection AddWebTools(this IServiceCollection services)
    {
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton<OwnPorts>();
        services.AddSingleton<AddressGuard>();
        services.AddSingleton<WebBrowser>();
        services.AddSingleton<WebPages>();
        services.AddSingleton<PageReader>();
        services.AddSingleton<IWebReader>(provider => provider.GetRequiredService<PageReader>());
        services.AddSingleton<ITool, WebScreenshotTool>();
        services.AddSingleton<ITool, WebScrapeTool>();
        services.AddSingleton<ITool, WebAnalyzeUiTool>();
        services.AddSingleton<ITool, WebAutomateTool>();
        return services;
    }
}
