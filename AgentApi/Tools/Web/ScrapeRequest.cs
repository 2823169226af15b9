namespace LocalAi.AgentApi.Tools.Web;

/// <param name="Url">The page.</param>
/// <param name="Selector">What of it, or null for the main content.</param>
/// <param name="Format">markdown, text or html-lite.</param>
/// <param name="Links">Whether links are kept in Markdown.</param>
internal sealed record ScrapeRequest(string Url, string? Selector, string Format, bool Links);
