namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>How the notion_* tools reach Notion.</summary>
internal sealed class NotionOptions
{
    /// <summary>The token of a Notion connection; the environment variable <c>NOTION_TOKEN</c> wins. Empty turns the tools off. A secret: never logged, audited or shown.</summary>
    public string Token { get; set; } = "";

    /// <summary>Where the API is. https, or http on loopback.</summary>
    public string Url { get; set; } = "https://api.notion.com";

    /// <summary>Where pages go when a call names no parent: an id, a URL or a title. Empty: every call must name one.</summary>
    public string DefaultParent { get; set; } = "";

    /// <summary>Seconds one request may take. 1 to 120.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Longest time Notion may ask us to wait (Retry-After) before the call is given up, in seconds. 0 to 120.</summary>
    public int MaxWaitSeconds { get; set; } = 60;
}
