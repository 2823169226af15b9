using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Http;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Rag.Jobs;

internal static class JobEndpoints
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/jobs").WithTags("Jobs");
        group.MapGet("/", ListAsync).WithName("ListJobs").WithSummary("Jobs, newest first.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetJob");
        group.MapGet("/{id:guid}/events", FollowJobAsync).WithName("FollowJob").WithSummary("The job's state whenever it changes, as Server-Sent Events; ends with the job.");
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelJob").WithSummary("Stops a job; what it has done stays.");
        group.MapPost("/{id:guid}/resume", ResumeAsync).WithName("ResumeJob").WithSummary("Goes on with a cancelled or failed job.");
    }

    private static async Task<Ok<Page<JobStatus>>> ListAsync(JobStore store, CancellationToken cancellationToken, string? after = null, int? limit = null)
    {
        var size = Paging.Limit(limit);
        var rows = await store.ListAsync(Paging.Guid(after), size, cancellationToken);
        return TypedResults.Ok(Paging.Page(rows, size, r => r.ToStatus(), r => r.Id.ToString()));
    }

    private static async Task<Ok<JobStatus>> GetAsync(Guid id, JobStore store, RunningJobs running, CancellationToken cancellationToken) =>
        TypedResults.Ok(running.Get(id)?.Snapshot() ?? (await store.FindAsync(id, cancellationToken) ?? throw NotFound(id)).ToStatus());

    private static async Task<ServerSentEventsResult<string>> FollowJobAsync(Guid id, JobStore store, RunningJobs running, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = await store.FindAsync(id, cancellationToken) ?? throw NotFound(id);
        return TypedResults.ServerSentEvents(FollowAsync(first.ToStatus(), store, running, time, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        JobStatus status, JobStore store, RunningJobs running, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? sent = null;
        while (true)
        {
            var json = JsonSerializer.Serialize(status, RagJson.Options);
            if (json != sent)
            {
                yield return new SseItem<string>(json, status.State is JobState.Queued or JobState.Running ? "progress" : "end");
                sent = json;
            }

            if (status.State is not (JobState.Queued or JobState.Running))
            {
                yield break;
            }

            await Task.Delay(Look, time, cancellationToken);
            status = running.Get(status.Id)?.Snapshot() is { State: JobState.Running } live ? live : await ReadAsync(status, store, cancellationToken);
        }
    }

    /// <summary>The job as it is stored; as it was last seen while Postgres is away.</summary>
    private static async Task<JobStatus> ReadAsync(JobStatus last, JobStore store, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.FindAsync(last.Id, cancellationToken))?.ToStatus() ?? last with { State = JobState.Cancelled, Error = "The job was deleted." };
        }
        catch (Exception away) when (away is ServiceDefaults.Postgres.DatabaseUnavailableException or Npgsql.NpgsqlException)
        {
            return last;
        }
    }

    private static async Task<Ok<JobStatus>> CancelAsync(Guid id, JobStore store, RunningJobs running, CancellationToken cancellationToken)
    {
        var row = await store.CancelAsync(id, cancellationToken) ?? throw NotFound(id);
        running.Cancel(id);
        return TypedResults.Ok(row.ToStatus());
    }

    private static async Task<Ok<JobStatus>> ResumeAsync(Guid id, JobStore store, JobSignal signal, CancellationToken cancellationToken)
    {
        if (await store.ResumeAsync(id, cancellationToken) is { } row)
        {
            signal.Set();
            return TypedResults.Ok(row.ToStatus());
        }

        var found = await store.FindAsync(id, cancellationToken) ?? throw NotFound(id);
        throw new RequestProblemException(StatusCodes.Status409Conflict, $"The job is {found.State}; only cancelled and failed jobs are resumed.") { Field = "id", Code = "job_not_resumable" };
    }

    private static RequestProblemException NotFound(Guid id) =>
        new(StatusCodes.Status404NotFound, $"There is no job {id}; ended jobs are kept for a while only.") { Field = "id", Code = "job_not_found" };
}
