using System.Globalization;
using System.Security.Claims;
using System.Text;
using LocalAi.AgentApi.Approvals;
using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Pipeline;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Pages;

/// <summary>The approval queue and the audit for people with a browser. A foreign page cannot post here: its Origin is refused before.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/ui").ExcludeFromDescription();
        pages.MapGet("/approvals", ApprovalsAsync);
        pages.MapPost("/approvals/{id:guid}", DecideAsync);
        pages.MapGet("/audit", AuditAsync);
    }

    private static async Task<IResult> ApprovalsAsync(HttpContext context, ApprovalDesk desk, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var list = await desk.ListAsync(user.ToCaller("page", null), null, 100, cancellationToken);
        var rows = new StringBuilder();
        foreach (var approval in list.Approvals)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{approval.CreatedAt:u}</td><td>{Page.Text(approval.User)}</td><td>{Page.Text(approval.Tool)}<br><small>{Page.Text(approval.Reason)}</small></td><td><code>{Page.Text(approval.Arguments.GetRawText())}</code></td><td>{Answer(approval, desk.MayRemember(approval))}</td></tr>");
        }

        return Page.Html(context, "Approvals", Table(["Asked", "User", "Tool", "Arguments", "Answer"], rows, "Nobody asks for anything."));
    }

    private static string Answer(ApprovalEntry approval, bool mayRemember)
    {
        if (approval.Status != "pending")
        {
            return Page.Text($"{approval.Status} {approval.DecidedBy}");
        }

        var remember = mayRemember ? Button("remember", "Approve for this session") : "";
        return $"""<form method="post" action="/ui/approvals/{approval.Id}">{Button("approve", "Approve once")} {remember} {Button("deny", "Deny")}</form>""";
    }

    private static string Button(string value, string label) => $"""<button name="decision" value="{value}">{label}</button>""";

    private static async Task<IResult> DecideAsync(HttpContext context, ApprovalDesk desk, ClaimsPrincipal user, Guid id, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new RequestProblemException(StatusCodes.Status415UnsupportedMediaType, "Send the form of the approvals page.");
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var decision = form["decision"].ToString() switch
        {
            "approve" => new ApprovalDecision { Decision = "approve" },
            "remember" => new ApprovalDecision { Decision = "approve", Remember = true },
            "deny" => new ApprovalDecision { Decision = "deny" },
            _ => throw new RequestProblemException(StatusCodes.Status400BadRequest, "decision must be approve, remember or deny.") { Field = "decision" },
        };
        try
        {
            return await desk.DecideAsync(user.ToCaller("page", null), id, decision, null, cancellationToken) is null
                ? throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no such approval.")
                : TypedResults.Redirect("/ui/approvals");
        }
        catch (ApprovalRefusedException refused)
        {
            throw new RequestProblemException(StatusCodes.Status409Conflict, refused.Message);
        }
    }

    private static async Task<IResult> AuditAsync(HttpContext context, AuditReader reader, ClaimsPrincipal user, long? before, CancellationToken cancellationToken)
    {
        var caller = user.ToCaller("page", null);
        var page = await reader.ReadAsync(caller.IsAdmin ? null : caller.User, null, before, 100, cancellationToken);
        var rows = new StringBuilder();
        foreach (var entry in page.Entries)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{entry.Seq}</td><td>{entry.At:u}</td><td>{Page.Text(entry.User)}<br><small>{Page.Text(entry.Transport)}</small></td><td>{Page.Text(entry.Tool)}</td><td><code>{Page.Text(entry.Arguments.GetRawText())}</code></td><td>{Page.Text(entry.Outcome)}<br><small>{Page.Text(entry.Detail)}</small></td><td>{entry.DurationMs:0.0} ms</td></tr>");
        }

        var next = page.NextBefore is { } seq ? string.Create(CultureInfo.InvariantCulture, $"""<p><a href="/ui/audit?before={seq}">Older</a></p>""") : "";
        return Page.Html(context, "Audit", Table(["No.", "At", "User", "Tool", "Arguments", "Outcome", "Took"], rows, "Nothing was called yet.") + next);
    }

    private static string Table(string[] heads, StringBuilder rows, string empty) => rows.Length == 0
        ? $"<p>{Page.Text(empty)}</p>"
        : $"""<div class="scroll"><table><thead><tr>{string.Concat(heads.Select(h => $"<th>{Page.Text(h)}</th>"))}</tr></thead><tbody>{rows}</tbody></table></div>""";
}
