using LocalAi.Contracts.Rhythm;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>What is wrong, what was in the last two days, and the buttons for both.</summary>
internal static class AlertSection
{
    public static void Draw(Markup page, PageModel model)
    {
        page.Raw("<h2 id=\"alerts\">Alerts</h2>");
        if (model.Alerts.Count == 0)
        {
            page.Raw("<p>Nothing is wrong, and nothing was in the last two days.</p>");
            return;
        }

        page.Raw("<div class=\"scroll\"><table><tr><th>since</th><th>what</th><th>state</th><th></th></tr>");
        foreach (var alert in model.Alerts)
        {
            page.Add($"<tr><td class=\"name\">{Markup.Local(alert.Since, model.Zone)}</td><td><b class=\"{alert.Severity}\">{alert.Title}</b><br><small>{alert.Detail ?? alert.Subject}</small></td><td class=\"{alert.State}\">{alert.State}{State(alert, model.Zone)}</td><td>");
            if (model.MayChange)
            {
                Buttons(page, alert);
            }

            page.Raw("</td></tr>");
        }

        page.Raw("</table></div>");
    }

    private static string State(RhythmAlert alert, TimeZoneInfo zone) =>
        (alert.SilencedUntil is { } until ? " until " + Markup.Local(until, zone) : "")
        + (alert.ResolvedAt is { } over ? " at " + Markup.Local(over, zone) : "")
        + (alert.ChangedBy is { } by ? " by " + by : "");

    private static void Buttons(Markup page, RhythmAlert alert)
    {
        page.Add($"<form method=\"post\" action=\"/rhythm/page/alerts/{alert.Id}\">");
        if (alert.State is "firing" or "silenced")
        {
            page.Raw("<button name=\"act\" value=\"acknowledge\">Acknowledge</button> ");
        }

        page.Raw(alert.SilencedUntil is null
            ? "<button name=\"act\" value=\"silence\">Silence a day</button>"
            : "<button name=\"act\" value=\"speak\">End the silence</button>");
        page.Raw("</form>");
    }
}
