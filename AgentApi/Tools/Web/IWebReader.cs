namespace LocalAi.AgentApi.Tools.Web;

/// <summary>Reads public pages for tools. Every address is checked first (SSRF), redirects again.</summary>
internal interface IWebReader
{
    /// <summary>Why pages cannot be read on this machine and which command brings it; null when they can.</summary>
    string? Unavailable { get; }

    /// <exception cref="ToolException">The address is refused or the page cannot be read; the message says what to change.</exception>
    Task<WebPage> ReadAsync(string url, CancellationToken cancellationToken);
}
