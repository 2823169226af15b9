using System.Web;

namespace LocalAi.AgentApi.Tools.Notion;

/// <summary>Notion's ids: UUIDs, also written without dashes and at the end of a page's URL.</summary>
internal static class NotionId
{
    private static readonly string[] Hosts = ["notion.so", "notion.site", "notion.com"];

    /// <summary>The id a text is or a Notion URL ends with; null when there is none.</summary>
    public static string? Find(string text)
    {
        text = text.Trim();
        if (Read(text) is { } plain)
        {
            return plain;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || !Hosts.Any(h => url.Host == h || url.Host.EndsWith("." + h, StringComparison.Ordinal)))
        {
            return null;
        }

        // A page that is open beside another stands in ?p=.
        return HttpUtility.ParseQueryString(url.Query)["p"] is { } open && Read(open) is { } beside ? beside : ReadEnd(url.AbsolutePath.TrimEnd('/'));
    }

    private static string? ReadEnd(string path)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        return last.Length >= 36 && Read(last[^36..]) is { } dashed ? dashed : last.Length >= 32 ? Read(last[^32..]) : null;
    }

    private static string? Read(string text) =>
        Guid.TryParseExact(text, "N", out var id) || Guid.TryParseExact(text, "D", out id) ? id.ToString("D") : null;
}
