using System.Security.Claims;
using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Rhythm.Api;

internal static class AlertEndpoints
{
    private const int Most = 500;
    private const int LongestNote = 500;

    public static void MapAlerts(this IEndpointRouteBuilder rhythm)
    {
        var alerts = rhythm.MapGroup("/alerts");
        alerts.MapGet("", ListAsync).WithSummary("What is wrong now; with all=true also what is over.");
        var changes = alerts.MapGroup("/{id:long}").RequireAuthorization(Roles.Admin);
        changes.MapPost("/acknowledge", AcknowledgeAsync).WithSummary("Says that a person has seen it.");
        changes.MapPost("/silence", SilenceAsync).WithSummary("No message about the same before a time; nothing ends the silence.");
    }

    public static async Task<RhythmAlert> AcknowledgeAsync(AlertStore store, RhythmClock clock, ClaimsPrincipal principal, long id, RhythmAcknowledge body, CancellationToken cancellationToken)
    {
        if (body.Note is { } note && (note.Length is 0 or > LongestNote || note.Any(char.IsControl)))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"note must have 1 to {LongestNote} characters in one line.") { Field = "note" };
        }

        if (await store.AcknowledgeAsync(id, principal.UserName(), body.Note, cancellationToken) is { } changed)
        {
            return changed.ToAlert(clock.Now);
        }

        throw await store.FindAsync(id, cancellationToken) is null ? NotFound(id)
            : new RequestProblemException(StatusCodes.Status409Conflict, $"Alert {id} is over; there is nothing to acknowledge.") { Code = "alert_resolved" };
    }

    public static async Task<RhythmAlert> SilenceAsync(AlertStore store, RhythmClock clock, ClaimsPrincipal principal, long id, RhythmSilence body, CancellationToken cancellationToken) =>
        body.Until is { } until && (until <= clock.Now || until > clock.Now.AddYears(1))
            ? throw new RequestProblemException(StatusCodes.Status400BadRequest, "until must be a time within the next year, with its offset, for example 2026-12-01T09:00:00Z.") { Field = "until" }
            : (await store.SilenceAsync(id, body.Until, principal.UserName(), cancellationToken) ?? throw NotFound(id)).ToAlert(clock.Now);

    private static async Task<RhythmAlertList> ListAsync(AlertStore store, RhythmClock clock, bool? all, int? limit, CancellationToken cancellationToken) =>
        limit is < 1 or > Most
            ? throw new RequestProblemException(StatusCodes.Status400BadRequest, $"limit must be 1 to {Most}.") { Field = "limit" }
            : new RhythmAlertList([.. (await store.ListAsync(all != true, limit ?? 100, cancellationToken)).Select(a => a.ToAlert(clock.Now))]);

    private static RequestProblemException NotFound(long id) => new(StatusCodes.Status404NotFound, $"There is no alert {id}.") { Code = "alert_not_found" };
}
