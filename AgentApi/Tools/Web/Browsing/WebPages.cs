using LocalAi.AgentApi.Tools.Web.Addresses;

namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>Opens pages for the web tools: the address is judged before a browser is started for it, and the page is closed whatever happens.</summary>
internal sealed class WebPages(WebBrowser browser, AddressGuard guard)
{
    public string? Unavailable => browser.Unavailable;

    /// <exception cref="ToolException">The address is refused, nothing can be shown, or the page broke.</exception>
    public async Task<T> UseAsync<T>(string url, TabView view, Func<WebTab, Task<T>> use, CancellationToken cancellationToken)
    {
        var address = WebAddress.Parse(url);
        await guard.CheckAsync(address.IdnHost, address.Port, cancellationToken);
        await using var tab = await browser.OpenAsync(view, cancellationToken);
        try
        {
            await tab.GotoAsync(address, cancellationToken);
            return await use(tab);
        }
        catch (CdpException failed)
        {
            throw new ToolException("The page changed while it was looked at: " + failed.Message, failed);
        }
    }
}
