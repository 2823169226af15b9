using System.Globalization;
using System.Net;
using System.Text;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Watchers.Api;
using LocalAi.Contracts.Rhythm;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Api;

/// <summary>One plain page without a script: what runs, what is next, why something waits, the expected load of the week, what ran.</summary>
internal static class RhythmPage
{
    private const int Runs = 50;

    public static async Task<IResult> GetAsync(
        HttpContext context, PlanDesk desk, RhythmStore store, RhythmView view, NodeName node, LoadSensor sensor, IOptions<RhythmOptions> options, WatcherReader watchers, CancellationToken cancellationToken)
    {
        var plan = await desk.PlanAsync(null, anew: false, cancellationToken);
        var runs = await RhythmEndpoints.ReadRunsAsync(store, view, node, null, null, Runs, cancellationToken);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
        context.Response.Headers.CacheControl = "no-store";
        var watched = WatcherSection.Html(await watchers.ReadAsync(cancellationToken), options.Value.Zone);
        return TypedResults.Content(Html(plan, runs, sensor.Profile, options.Value.Zone, watched), "text/html; charset=utf-8");
    }

    internal static string Html(RhythmPlan plan, RhythmRunPage runs, LoadProfile? profile, TimeZoneInfo zone, string watched = "")
    {
        var page = new StringBuilder(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="10"><meta name="viewport" content="width=device-width">
            <title>Rhythm</title><style>
            :root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
            .run{color:#0a0}.skip{color:#c60}.failed,.timeout,.lost{color:#c00}small{opacity:.7}svg rect{fill:#48c}
            </style></head><body><h1>Rhythm</h1>
            """);
        var load = plan.Load;
        Add($"<p>{plan.Node} {(plan.Leads ? "runs the tasks" : "watches; another node runs the tasks")} under the policy {plan.Policy}. The machine is {load.Level}: CPU {load.Cpu * 100:0} %, others {load.ForeignCpu * 100:0} %, memory {load.UsedMemory * 100:0} %.</p>");
        foreach (var warning in plan.Warnings)
        {
            Add($"<p class=\"skip\">{warning}</p>");
        }

        page.Append("<h2>Tasks</h2><table><tr><th>task</th><th>schedule</th><th>now</th><th>why</th><th>last success</th></tr>");
        foreach (var task in plan.Tasks)
        {
            var now = task.RunningSince is not null ? "running" : task.Decision;
            Add($"<tr><td>{task.Name}<br><small>{task.Priority}</small></td><td>{task.Schedule}</td><td class=\"{task.Decision}\">{now}</td><td>{task.Reason}</td><td>{Local(task.LastSucceeded, zone)}</td></tr>");
        }

        page.Append("</table><h2>Expected load of others</h2>");
        AddProfile(page, profile);
        page.Append(watched);
        page.Append("<h2>Runs</h2>");
        if (!runs.Complete)
        {
            page.Append("<p class=\"skip\">The database is away: these are this node's last runs only.</p>");
        }

        page.Append("<table><tr><th>started</th><th>task</th><th>outcome</th><th>why</th><th>what it did</th></tr>");
        foreach (var run in runs.Runs)
        {
            Add($"<tr><td>{Local(run.StartedAt, zone)}</td><td>{run.Task}</td><td class=\"{run.Outcome ?? "running"}\">{run.Outcome ?? "running"}</td><td>{run.Reason}</td><td>{run.Summary ?? ""}</td></tr>");
        }

        return page.Append("</table></body></html>").ToString();

        // Every value that goes into the page is encoded here.
        void Add(FormattableString html) => page.AppendFormat(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(Encode)]);
    }

    private static object? Encode(object? value) => value is string text ? WebUtility.HtmlEncode(text) : value;

    private static void AddProfile(StringBuilder page, LoadProfile? profile)
    {
        if (profile is null)
        {
            page.Append("<p>Not learned yet: it takes a week of samples. Until then the fixed plan is used.</p>");
            return;
        }

        page.Append("<svg width=\"768\" height=\"120\" role=\"img\" aria-label=\"Expected CPU of others by hour: weekdays, then weekends\">");
        for (var bin = 0; bin < profile.Bins.Count; bin++)
        {
            var height = Math.Max(1, profile.Bins[bin] * 100);
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{(bin * 16) + (bin >= 24 ? 4 : 0)}\" y=\"{110 - height:0}\" width=\"12\" height=\"{height:0}\"><title>{(bin < 24 ? "weekday" : "weekend")} {bin % 24}:00, {profile.Bins[bin] * 100:0} %</title></rect>");
        }

        page.Append("</svg><p><small>Weekdays 0 to 23 h, then weekends 0 to 23 h.</small></p>");
    }

    private static string Local(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "never";
}
