namespace LocalAi.AgentApi.Rhythm.Pages;

internal static class RunSection
{
    public static void Draw(Markup page, PageModel model)
    {
        page.Raw("<h2 id=\"runs\">Runs</h2>");
        if (!model.Runs.Complete)
        {
            page.Raw("<p class=\"skip\">The database is away: these are this node's last runs only.</p>");
        }

        page.Raw("<div class=\"scroll\"><table><tr><th>started</th><th>task</th><th>outcome</th><th>why</th><th>what it did</th></tr>");
        foreach (var run in model.Runs.Runs)
        {
            page.Add($"<tr><td class=\"name\">{Markup.Local(run.StartedAt, model.Zone)}</td><td class=\"name\">{run.Task}</td><td class=\"name {run.Outcome ?? "running"}\">{run.Outcome ?? "running"}</td><td>{run.Reason}</td><td>{run.Summary ?? ""}");
            if (run.Outcome == "waiting")
            {
                page.Raw(" <a href=\"/ui/approvals\">Answer it</a>");
            }

            page.Raw("</td></tr>");
        }

        page.Raw("</table></div>");
    }
}
