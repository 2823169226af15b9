using System.Security.Claims;
using LocalAi.AgentApi.Rhythm.Pages;
using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.AgentApi.Rhythm.Api;

/// <summary>One plain page without a script: what runs, what is next, why something waits, alerts, the week's load, what ran.</summary>
internal static class RhythmPage
{
    // A refresh closes what the reader has opened.
    private const int RefreshSeconds = 30;

    public static async Task<IResult> GetAsync(HttpContext context, PageReader reader, ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var model = await reader.ReadAsync(principal.IsInRole(Roles.Admin), context.Request.Query.ContainsKey("changed"), cancellationToken);
        return Layout.Page(context, "Rhythm", Body(model), RefreshSeconds);
    }

    internal static string Body(PageModel model)
    {
        var page = new Markup();
        var (plan, load) = (model.Plan, model.Plan.Load);
        page.Add($"<p>{plan.Node} {(plan.Leads ? "runs the tasks" : "watches; another node runs the tasks")} under the policy {plan.Policy}. The machine is {load.Level}: CPU {load.Cpu * 100:0} %, others {load.ForeignCpu * 100:0} %, memory {load.UsedMemory * 100:0} %.</p>");
        foreach (var warning in plan.Warnings)
        {
            page.Add($"<p class=\"skip\">{warning}</p>");
        }

        TaskSection.Draw(page, model);
        AlertSection.Draw(page, model);
        page.Raw(model.Watched);
        page.Raw("<h2 id=\"week\">This week</h2><div class=\"scroll\">");
        WeekChart.Draw(page, model);
        page.Raw(model.Profile is null
            ? "</div><p>Not learned yet: it takes a week of samples. Until then the fixed plan is used.</p>"
            : "</div><p><small>Bars: CPU that others used. Line: what is expected. Green hours: quiet windows. Triangles: next runs. Red line: now.</small></p>");
        RunSection.Draw(page, model);
        return page.ToString();
    }
}
