using System.Globalization;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Watchers.Junk;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>The dry run of the junk, and the button that deletes exactly what it lists.</summary>
internal static class JunkPage
{
    private const int MostShown = 500;

    public static IResult Get(HttpContext context, JunkDesk desk, IOptions<RhythmOptions> options, CancellationToken cancellationToken)
    {
        var plan = desk.Plan(cancellationToken);
        var zone = options.Value.Zone;
        var page = new Markup();
        page.Raw($"<p>{Text($"{plan.Files} files, {Megabytes(plan.Bytes)}")} could be deleted. {(plan.HasMore ? "More follows in later runs. " : "")}Only what the allow-list names is looked at; what changes until then stays.</p>");
        if (plan.Items.Count > 0)
        {
            page.Add($"<form method=\"post\" action=\"/rhythm/page/junk\"><button name=\"plan\" value=\"{plan.Id}\">Delete these {plan.Files} files</button></form>");
            page.Raw("<div class=\"scroll\"><table><tr><th>what</th><th>path</th><th>size</th><th>last written</th></tr>");
            foreach (var item in plan.Items.Take(MostShown))
            {
                page.Add($"<tr><td>{item.Rule}</td><td><code>{item.FullPath}</code></td><td>{Megabytes(item.Bytes)}</td><td>{Markup.Local(item.ModifiedAt, zone)}</td></tr>");
            }

            page.Raw("</table></div>").Raw(plan.Items.Count > MostShown ? Text($"<p>And {plan.Items.Count - MostShown} more: <code>ai rhythm junk</code> lists all.</p>") : "");
        }

        return Layout.Page(context, "Junk", page.ToString(), null);
    }

    public static async Task<IResult> CleanAsync(HttpContext context, JunkDesk desk, CancellationToken cancellationToken)
    {
        var form = await PageActions.FormAsync(context, cancellationToken);
        var page = new Markup();
        try
        {
            var result = await JunkEndpoints.CleanAsync(desk, form["plan"].ToString(), cancellationToken);
            page.Raw(Text($"<p>Deleted {result.Files} files, {Megabytes(result.Bytes)}.</p>"));
            foreach (var kept in result.Kept)
            {
                page.Add($"<p class=\"skip\"><code>{kept.Path}</code> stays: {kept.Reason}.</p>");
            }
        }
        catch (RequestProblemException problem)
        {
            page.Add($"<p class=\"skip\">{problem.Message}</p>");
        }

        return Layout.Page(context, "Junk", page.Raw("<p><a href=\"/rhythm/page/junk\">Look again</a></p>").ToString(), null);
    }

    private static string Megabytes(long bytes) => Text($"{bytes / 1048576.0:0.0} MB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
