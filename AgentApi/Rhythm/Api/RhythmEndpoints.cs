using System.Security.Claims;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Pages;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Rhythm.Api;

internal static class RhythmEndpoints
{
    private const int MostRuns = 500;

    public static void MapRhythm(this IEndpointRouteBuilder routes)
    {
        var rhythm = routes.MapGroup("/rhythm").WithTags("rhythm");
        rhythm.MapGet("", RhythmPage.GetAsync).ExcludeFromDescription();
        rhythm.MapGet("/plan", PlanAsync).WithSummary("What would happen now and why (a dry run); under another policy if one is given.");
        rhythm.MapGet("/tasks", TasksAsync).WithSummary("All tasks with their state and the reason they run, wait or are held back.");
        rhythm.MapGet("/tasks/{name}", TaskAsync);
        rhythm.MapGet("/runs", RunsAsync).WithSummary("The run log, newest first.");
        rhythm.MapGet("/profile", Profile).WithSummary("The load that is expected, by hour.");

        var changes = rhythm.MapGroup("").RequireAuthorization(Roles.Admin);
        changes.MapPost("/tasks/{name}/run", RunAsync).WithSummary("Asks for a run now; also of a paused task.");
        changes.MapPost("/tasks/{name}/pause", PauseAsync);
        changes.MapPost("/tasks/{name}/resume", ResumeAsync);
        rhythm.MapTaskDefinitions();
        rhythm.MapAlerts();
        rhythm.MapJunk();
        rhythm.MapReports();
        rhythm.MapRhythmPages();
        changes.MapPut("/policy", SetPolicyAsync).WithSummary("Chooses steady or literal; nothing means the configured one.");
    }

    /// <summary>The run log; this node's own last runs while the database is away.</summary>
    public static async Task<RhythmRunPage> ReadRunsAsync(
        RhythmStore store, RhythmView view, NodeName node, string? task, long? before, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await store.RunsAsync(task, before, limit, cancellationToken);
            return new RhythmRunPage([.. rows.Select(Entry)], rows.Count == limit ? rows[^1].Id : null, Complete: true);
        }
        catch (DatabaseUnavailableException)
        {
            var own = view.Runs.Where(r => task is null || r.Task == task).Take(limit).Select(r => new RhythmRun
            {
                Id = r.Run,
                Task = r.Task,
                Node = node.Value,
                Reason = r.Reason,
                StartedAt = r.StartedAt,
                EndedAt = r.EndedAt,
                Outcome = r.Outcome,
                Summary = r.Summary,
            });
            return new RhythmRunPage([.. own], null, Complete: false);
        }
    }

    private static Task<RhythmPlan> PlanAsync(PlanDesk desk, string? policy, CancellationToken cancellationToken)
    {
        CheckPolicy(policy);
        return desk.PlanAsync(policy, anew: false, cancellationToken);
    }

    private static async Task<IReadOnlyList<RhythmTaskEntry>> TasksAsync(PlanDesk desk, CancellationToken cancellationToken) =>
        (await desk.PlanAsync(null, anew: false, cancellationToken)).Tasks;

    private static async Task<RhythmTaskEntry> TaskAsync(PlanDesk desk, string name, CancellationToken cancellationToken) =>
        Find(await desk.PlanAsync(null, anew: false, cancellationToken), name);

    private static Task<RhythmRunPage> RunsAsync(
        RhythmStore store, RhythmView view, NodeName node, string? task, long? before, int? limit, CancellationToken cancellationToken) =>
        limit is < 1 or > MostRuns
            ? throw new RequestProblemException(StatusCodes.Status400BadRequest, $"limit must be 1 to {MostRuns}.") { Field = "limit" }
            : ReadRunsAsync(store, view, node, task, before, limit ?? 50, cancellationToken);

    private static RhythmProfile Profile(LoadSensor sensor) => sensor.Profile is { } profile
        ? new RhythmProfile(true, [.. profile.Bins.Take(24)], [.. profile.Bins.Skip(24)])
        : new RhythmProfile(false, [], []);

    private static Task<RhythmTaskEntry> RunAsync(PlanDesk desk, RhythmStore store, ClaimsPrincipal principal, string name, CancellationToken cancellationToken) =>
        ChangeAsync(desk, name, () => store.RequestAsync(name, new RunRequest($"asked for by {principal.UserName()}", IsManual: true), cancellationToken), cancellationToken);

    private static Task<RhythmTaskEntry> PauseAsync(PlanDesk desk, RhythmStore store, string name, RhythmPause pause, CancellationToken cancellationToken) =>
        pause.Reason is not { Length: > 0 and <= 200 } || pause.Reason.Any(char.IsControl)
            ? throw new RequestProblemException(StatusCodes.Status400BadRequest, "reason must have 1 to 200 characters in one line.") { Field = "reason" }
            : ChangeAsync(desk, name, () => store.PauseAsync(name, pause.Reason, cancellationToken), cancellationToken);

    private static Task<RhythmTaskEntry> ResumeAsync(PlanDesk desk, RhythmStore store, string name, CancellationToken cancellationToken) =>
        ChangeAsync(desk, name, () => store.PauseAsync(name, null, cancellationToken), cancellationToken);

    private static async Task<RhythmPolicy> SetPolicyAsync(RhythmStore store, RhythmPolicy policy, CancellationToken cancellationToken)
    {
        CheckPolicy(policy.Policy);
        await store.SetPolicyAsync(policy.Policy, cancellationToken);
        return policy;
    }

    private static async Task<RhythmTaskEntry> ChangeAsync(PlanDesk desk, string name, Func<Task<bool>> change, CancellationToken cancellationToken)
    {
        // A row may be left of a task that is no longer there: the plan says whether it is.
        await change();
        return Find(await desk.PlanAsync(null, anew: true, cancellationToken), name);
    }

    private static RhythmTaskEntry Find(RhythmPlan plan, string name) =>
        plan.Tasks.FirstOrDefault(t => t.Name == name) ?? throw NotFound(name, plan.Tasks.Select(t => t.Name));

    private static RequestProblemException NotFound(string name, IEnumerable<string> known) =>
        new(StatusCodes.Status404NotFound, $"There is no task '{(name.Length > 100 ? name[..100] : name)}'. Tasks: {string.Join(", ", known.Take(50))}.") { Code = "task_not_found" };

    private static void CheckPolicy(string? policy)
    {
        if (policy is not (null or "steady" or "literal"))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "policy must be steady or literal.") { Field = "policy" };
        }
    }

    private static RhythmRun Entry(RunRow row) => new()
    {
        Id = row.Id,
        Task = row.Task,
        Node = row.Node,
        Reason = row.Reason,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        Outcome = row.Outcome,
        Summary = row.Summary,
    };
}
