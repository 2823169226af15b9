namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>What runs, what is next, and why something waits; then what the user's own tasks do.</summary>
internal static class TaskSection
{
    public static void Draw(Markup page, PageModel model)
    {
        var next = model.Plan.Tasks.Where(t => t.RunningSince is null && t.Until is not null).MinBy(t => t.Until);
        var running = model.Plan.Tasks.Where(t => t.RunningSince is not null).Select(t => t.Name).ToList();
        page.Add($"<h2 id=\"tasks\">Tasks</h2><p>{(running.Count > 0 ? $"{string.Join(", ", running)} is running." : "Nothing is running.")} {(next is null ? "" : $"Next: {next.Name} at {Markup.Local(next.Until, model.Zone)}.")}</p>");
        page.Raw("<div class=\"scroll\"><table><tr><th>task</th><th>schedule</th><th>now</th><th>why</th><th>last success</th><th></th></tr>");
        foreach (var task in model.Plan.Tasks)
        {
            var now = task.RunningSince is not null ? "running" : task.Decision;
            page.Add($"<tr><td class=\"name\">{task.Name}<br><small>{task.Priority}</small></td><td class=\"name\">{task.Schedule}</td><td class=\"{task.Decision}\">{now}</td><td>{task.Reason}</td><td class=\"name\" data-label=\"Last success:\">{Markup.Local(task.LastSucceeded, model.Zone)}</td><td>");
            if (model.MayChange)
            {
                page.Add($"<form method=\"post\" action=\"/rhythm/page/tasks/{task.Name}\"><button name=\"act\" value=\"run\">Run</button> ");
                page.Raw(task.Paused is null ? "<button name=\"act\" value=\"pause\">Pause</button></form>" : "<button name=\"act\" value=\"resume\">Resume</button></form>");
            }

            page.Raw("</td></tr>");
        }

        page.Raw("</table></div>");
        DrawUserTasks(page, model);
    }

    private static void DrawUserTasks(Markup page, PageModel model)
    {
        page.Raw("<h2 id=\"own\">Your own tasks</h2>");
        if (model.UserTasks.Count == 0)
        {
            page.Raw("<p>None yet: <code>ai rhythm tasks add</code>, or <code>Rhythm:Tasks</code> in the settings.</p>");
            return;
        }

        page.Raw("<div class=\"scroll\"><table><tr><th>task</th><th>does</th><th>from</th></tr>");
        foreach (var task in model.UserTasks)
        {
            page.Add($"<tr><td>{task.Name}</td><td>{task.Kind}</td><td>{task.Origin}</td></tr>");
        }

        page.Raw("</table></div>");
    }
}
