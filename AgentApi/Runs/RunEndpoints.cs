using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Preferences;
using LocalAi.AgentApi.Sessions;
using LocalAi.AgentApi.Tools;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Runs;

internal static class RunEndpoints
{
    public static readonly string[] Models = ["auto", "chat-7b", "code-7b"];

    private const int LongestTitle = 80;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/agent/runs").WithTags("agent");
        runs.MapPost("", StartAsync).WithSummary("Runs the agent and streams its events; the run goes on when the connection is closed.");
        runs.MapGet("/{id:guid}", async (RunStore store, ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => (await FindAsync(store, user, id, cancellationToken)).ToState());
        runs.MapGet("/{id:guid}/events", FollowAsync).WithSummary("Events after a number (after=, or the header Last-Event-ID), until the run ends.");
        runs.MapPost("/{id:guid}/cancel", CancelAsync);
    }

    private static async Task<IResult> StartAsync(
        RunStore store, SessionStore sessions, PreferenceStore preferences, RunSignal signal, ToolCatalog catalog, ClaimsPrincipal user, HttpContext context, RunRequest request, CancellationToken cancellationToken)
    {
        var limits = Check(request, catalog);
        var caller = user.ToCaller("agent", null);
        if (request.Model is null || request.Toolsets is null)
        {
            // Kept with the run: what the user changes later does not change a run that is going on.
            var wanted = await preferences.ReadAsync(caller.User, cancellationToken);
            request = request with { Model = request.Model ?? wanted.Model, Toolsets = request.Toolsets ?? wanted.Toolsets };
        }

        var run = await store.FindByKeyAsync(caller.User, request, cancellationToken);
        if (run is null)
        {
            var session = request.SessionId ?? (await sessions.CreateAsync(caller.User, TerminalText.Beginning(request.Message, LongestTitle), cancellationToken)).Id;
            run = await store.CreateAsync(caller, request, session, limits.Time, cancellationToken);
            if (request.SessionId is null && run.SessionId != session)
            {
                // The same request was quicker: its session is the one.
                await sessions.DeleteAsync(caller.User, session, cancellationToken);
            }
        }

        signal.Set();
        context.Response.Headers.Location = $"/agent/runs/{run.Id}";
        return TypedResults.ServerSentEvents(EventsAsync(store, caller.User, run.Id, 0, cancellationToken));
    }

    private static async Task<IResult> FollowAsync(RunStore store, ClaimsPrincipal user, HttpContext context, Guid id, int? after, CancellationToken cancellationToken)
    {
        await FindAsync(store, user, id, cancellationToken);
        var from = after ?? (int.TryParse(context.Request.Headers["Last-Event-ID"], out var last) ? last : 0);
        return TypedResults.ServerSentEvents(EventsAsync(store, user.UserName(), id, from, cancellationToken));
    }

    private static async Task<RunState> CancelAsync(RunStore store, ClaimsPrincipal user, Guid id, CancellationToken cancellationToken)
    {
        var run = await FindAsync(store, user, id, cancellationToken);
        if (await store.CancelAsync(user.UserName(), id, cancellationToken))
        {
            await store.AddEventAsync(run, "error", new { code = "cancelled", message = "The run was cancelled." }, cancellationToken);
        }

        return (await FindAsync(store, user, id, cancellationToken)).ToState();
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(RunStore store, string user, Guid id, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var events = await store.EventsAsync(user, id, after, cancellationToken);
            foreach (var one in events)
            {
                yield return new SseItem<string>(one.Body, one.Kind) { EventId = one.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
                after = one.Number;
                if (one.IsLast)
                {
                    yield break;
                }
            }

            if (events.Count == 0)
            {
                if ((await store.FindAsync(user, id, cancellationToken))?.Status is null or "done" or "failed" or "cancelled" && (await store.EventsAsync(user, id, after, cancellationToken)).Count == 0)
                {
                    yield break;
                }

                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    private static async Task<RunRow> FindAsync(RunStore store, ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(user.UserName(), id, cancellationToken) ?? throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no such run.") { Code = "run_not_found" };

    private static RunLimits Check(RunRequest request, ToolCatalog catalog)
    {
        if (request.Message is not { Length: > 0 and <= 100_000 } || request.Message.Contains('\0', StringComparison.Ordinal))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "message must have 1 to 100,000 characters and no NUL.") { Field = "message" };
        }

        if (request.Model is not null && !Models.Contains(request.Model))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"model must be one of {string.Join(", ", Models)}.") { Field = "model" };
        }

        if (request.IdempotencyKey is { } key && (key.Length is 0 or > 128 || !TerminalText.IsName(key)))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "idempotency_key must have 1 to 128 characters, all of them visible.") { Field = "idempotency_key" };
        }

        if (request.Toolsets?.Any(t => !catalog.Toolsets.Contains(t)) == true)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"toolsets may hold {string.Join(", ", catalog.Toolsets)}.") { Field = "toolsets" };
        }

        return RunLimits.Of(request);
    }
}
