using System.Globalization;
using System.Net;
using System.Text;
using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Watchers.Api;

/// <summary>The watchers on the page: what is wrong, what was done, and what each one saw.</summary>
internal static class WatcherSection
{
    private const int MostThings = 30;
    private const int MostActs = 10;

    public static string Html(RhythmWatchers watchers, TimeZoneInfo zone)
    {
        var page = new StringBuilder("<h2 id=\"watchers\">Watchers</h2>");
        if (!watchers.Complete)
        {
            page.Append("<p class=\"skip\">The database is away: this is what this node saw.</p>");
        }

        if (watchers.Findings.Count == 0)
        {
            page.Append("<p>Nothing is wrong.</p>");
        }
        else
        {
            page.Append("<div class=\"scroll\"><table><tr><th>found</th><th>what</th><th>what to do</th></tr>");
            foreach (var finding in watchers.Findings)
            {
                Add($"<tr><td class=\"{Class(finding.Severity)}\">{finding.Severity}<br><small>{Local(finding.Since)}</small></td><td>{finding.Title}<br><small>{finding.Detail}</small></td><td>{finding.Fix}</td></tr>");
            }

            page.Append("</table></div>");
        }

        foreach (var act in watchers.Acts.Take(MostActs))
        {
            Add($"<p>{Local(act.At)} {act.Act} of {act.Target}: {act.Outcome ?? "goes on"}. <small>{act.Reason}</small></p>");
        }

        foreach (var watcher in watchers.Watchers)
        {
            Add($"<details><summary>{watcher.Name}: {watcher.Summary} <small>{Local(watcher.LookedAt)}</small></summary><div class=\"scroll\"><table>");
            foreach (var thing in watcher.Things.Take(MostThings))
            {
                Add($"<tr><td>{thing.Name}</td><td>{thing.State}</td><td>{Percent(thing.CpuPercent)}</td><td>{Megabytes(thing.MemoryBytes)}</td><td>{thing.Detail ?? ""}</td></tr>");
            }

            page.Append("</table></div></details>");
        }

        return page.ToString();

        // Every value that goes into the page is encoded here.
        void Add(FormattableString html) =>
            page.AppendFormat(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(a => (object)WebUtility.HtmlEncode(Convert.ToString(a, CultureInfo.InvariantCulture)!))]);

        string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string Class(string severity) => severity switch { "critical" => "failed", "warning" => "skip", _ => "" };

    private static string Percent(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0} %") : "";

    private static string Megabytes(long? bytes) => bytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known >> 20} MB") : "";
}
