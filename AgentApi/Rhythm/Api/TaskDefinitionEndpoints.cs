using System.Security.Claims;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LocalAi.AgentApi.Rhythm.Api;

/// <summary>The tasks people add, change and remove; for administrators, because a task runs without anybody watching.</summary>
internal static class TaskDefinitionEndpoints
{
    // Bytes of a request.
    private const int LongestDefinition = 1 << 20;

    public static void MapTaskDefinitions(this IEndpointRouteBuilder rhythm)
    {
        var tasks = rhythm.MapGroup("/definitions").RequireAuthorization(Roles.Admin).WithMetadata(new RequestSizeLimitAttribute(LongestDefinition));
        tasks.MapGet("", async (TaskDefinitionStore store, CancellationToken cancellationToken) => new RhythmDefinitionList(await store.ReadAsync(cancellationToken)))
            .WithSummary("The tasks that were added, with all they do.");
        tasks.MapPost("", AddAsync).WithSummary("Adds a task: an HTTP call, a command in the sandbox, or a prompt for the agent.");
        tasks.MapPut("/{name}", ReplaceAsync).WithSummary("Changes an added task; a run in flight ends as it began.");
        tasks.MapDelete("/{name}", RemoveAsync).WithSummary("Removes an added task that does not run now; its runs stay in the log.");
    }

    private static async Task<Created<RhythmTaskDefinition>> AddAsync(
        TaskDefinitionStore store, StoredTasks tasks, ClaimsPrincipal principal, RhythmTaskDefinition definition, CancellationToken cancellationToken)
    {
        var whole = Owned(definition, principal);
        await store.SaveAsync(
            whole,
            (before, after) =>
            {
                if (before.Any(d => d.Name == whole.Name))
                {
                    throw new RequestProblemException(StatusCodes.Status409Conflict, $"There is a task {whole.Name}: change it with PUT /rhythm/definitions/{whole.Name}, or choose another name.") { Code = "task_exists" };
                }

                Check(tasks, after);
            },
            cancellationToken);
        return TypedResults.Created($"/rhythm/tasks/{whole.Name}", whole);
    }

    private static async Task<RhythmTaskDefinition> ReplaceAsync(
        TaskDefinitionStore store, StoredTasks tasks, ClaimsPrincipal principal, string name, RhythmTaskDefinition definition, CancellationToken cancellationToken)
    {
        var whole = Owned(definition, principal);
        if (whole.Name != name)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"name is '{Shorten(whole.Name)}'; write {Shorten(name)}: a task keeps its name.") { Field = "name" };
        }

        await store.SaveAsync(
            whole,
            (before, after) =>
            {
                CheckExists(before, name);
                Check(tasks, after);
            },
            cancellationToken);
        return whole;
    }

    private static async Task<NoContent> RemoveAsync(TaskDefinitionStore store, string name, CancellationToken cancellationToken)
    {
        var removed = await store.RemoveAsync(
            name,
            before =>
            {
                CheckExists(before, name);
                if (before.Where(d => d.DependsOn?.Contains(name) == true).Select(d => d.Name).ToList() is { Count: > 0 } followers)
                {
                    throw new RequestProblemException(StatusCodes.Status409Conflict, $"{string.Join(", ", followers.Take(10))} depends on {name}: change or remove that first.") { Code = "task_needed" };
                }
            },
            cancellationToken);
        return removed ? TypedResults.NoContent() : throw new RequestProblemException(StatusCodes.Status409Conflict, $"{name} runs now: remove it when it has ended, or pause it first.") { Code = "task_running" };
    }

    private static RhythmTaskDefinition Owned(RhythmTaskDefinition definition, ClaimsPrincipal principal) =>
        definition.Prompt is { Length: > 0 } && definition.User is null ? definition with { User = principal.UserName() } : definition;

    private static void Check(StoredTasks tasks, IReadOnlyList<RhythmTaskDefinition> after)
    {
        if (tasks.Problem(after) is { } problem)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, problem) { Code = "task_invalid" };
        }
    }

    private static void CheckExists(IReadOnlyList<RhythmTaskDefinition> before, string name)
    {
        if (!before.Any(d => d.Name == name))
        {
            var known = before.Count == 0 ? "There is none yet." : $"There are: {string.Join(", ", before.Take(50).Select(d => d.Name))}.";
            throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no added task '{Shorten(name)}'. {known}") { Code = "task_not_found" };
        }
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
