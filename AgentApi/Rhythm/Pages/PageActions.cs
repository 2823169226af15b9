using System.Security.Claims;
using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Rhythm.Pages;

/// <summary>The buttons of the pages, for administrators. A foreign page cannot press them: its Origin is refused before.</summary>
internal static class PageActions
{
    public static void MapRhythmPages(this IEndpointRouteBuilder rhythm)
    {
        var pages = rhythm.MapGroup("/page").RequireAuthorization(Roles.Admin).ExcludeFromDescription();
        pages.MapGet("/junk", JunkPage.Get);
        pages.MapPost("/junk", JunkPage.CleanAsync);
        pages.MapPost("/alerts/{id:long}", AlertAsync);
        pages.MapPost("/tasks/{name}", TaskAsync);
    }

    public static Task<IFormCollection> FormAsync(HttpContext context, CancellationToken cancellationToken) => context.Request.HasFormContentType
        ? context.Request.ReadFormAsync(cancellationToken)
        : throw new RequestProblemException(StatusCodes.Status415UnsupportedMediaType, "Send the form of the page.");

    private static async Task<IResult> AlertAsync(HttpContext context, AlertStore store, RhythmClock clock, ClaimsPrincipal principal, long id, CancellationToken cancellationToken)
    {
        var act = (await FormAsync(context, cancellationToken))["act"].ToString();
        var done = act switch
        {
            "acknowledge" => AlertEndpoints.AcknowledgeAsync(store, clock, principal, id, new RhythmAcknowledge(null), cancellationToken),
            "silence" => AlertEndpoints.SilenceAsync(store, clock, principal, id, new RhythmSilence(clock.Now.AddDays(1)), cancellationToken),
            "speak" => AlertEndpoints.SilenceAsync(store, clock, principal, id, new RhythmSilence(null), cancellationToken),
            _ => throw new RequestProblemException(StatusCodes.Status400BadRequest, "act must be acknowledge, silence or speak.") { Field = "act" },
        };
        await done;
        return TypedResults.Redirect("/rhythm#alerts");
    }

    private static async Task<IResult> TaskAsync(HttpContext context, RhythmStore store, ClaimsPrincipal principal, string name, CancellationToken cancellationToken)
    {
        var act = (await FormAsync(context, cancellationToken))["act"].ToString();
        var found = act switch
        {
            "run" => store.RequestAsync(name, new RunRequest($"asked for by {principal.UserName()}", IsManual: true), cancellationToken),
            "pause" => store.PauseAsync(name, $"by {principal.UserName()} on the page", cancellationToken),
            "resume" => store.PauseAsync(name, null, cancellationToken),
            _ => throw new RequestProblemException(StatusCodes.Status400BadRequest, "act must be run, pause or resume.") { Field = "act" },
        };
        return await found ? TypedResults.Redirect("/rhythm?changed#tasks") : throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no such task.") { Code = "task_not_found" };
    }
}
