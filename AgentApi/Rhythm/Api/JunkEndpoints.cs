using LocalAi.AgentApi.Watchers.Junk;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Rhythm.Api;

/// <summary>Junk of the node that answers; for administrators: the list names files of this machine.</summary>
internal static class JunkEndpoints
{
    public static void MapJunk(this IEndpointRouteBuilder rhythm)
    {
        var junk = rhythm.MapGroup("/junk").RequireAuthorization(Roles.Admin);
        junk.MapGet("", (JunkDesk desk, CancellationToken cancellationToken) => Describe(desk.Plan(cancellationToken))).WithSummary("What would be deleted (a dry run).");
        junk.MapPost("/clean", async (JunkDesk desk, RhythmJunkClean body, CancellationToken cancellationToken) => Describe(await CleanAsync(desk, body.Plan, cancellationToken)))
            .WithSummary("Deletes exactly what a dry run of the last 15 minutes listed; what has changed since stays.");
    }

    public static Task<JunkResult> CleanAsync(JunkDesk desk, string? plan, CancellationToken cancellationToken) =>
        plan is not null && desk.Find(plan) is { } found
            // A person decided on this very node, about files of this node.
            ? desk.CleanAsync(found, _ => Task.FromResult(true), cancellationToken)
            : throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no such plan, or it is older than 15 minutes: ask for GET /rhythm/junk again.") { Code = "plan_not_found", Field = "plan" };

    private static RhythmJunkPlan Describe(JunkPlan plan) =>
        new(plan.Id, plan.At, [.. plan.Items.Select(i => new RhythmJunkItem(i.Rule, i.FullPath, i.Bytes, i.ModifiedAt))], plan.Bytes, plan.HasMore);

    private static RhythmJunkResult Describe(JunkResult result) => new(result.Files, result.Bytes, [.. result.Kept.Select(k => new RhythmJunkKept(k.Path, k.Reason))]);
}
