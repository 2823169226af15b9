using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Jobs;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Rag.Maintenance;

internal static class MaintenanceEndpoints
{
    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/verify", (MaintenanceRequest request, CollectionStore collections, JobQueue queue, CancellationToken cancellationToken) =>
                AddAsync(JobKind.Verify, request, collections, queue, cancellationToken))
            .WithTags("Maintenance").WithName("Verify").WithSummary("Compares the indexes with Postgres and mends them.");
        routes.MapPost("/rebuild", (MaintenanceRequest request, CollectionStore collections, JobQueue queue, CancellationToken cancellationToken) =>
                AddAsync(JobKind.Rebuild, request, collections, queue, cancellationToken))
            .WithTags("Maintenance").WithName("Rebuild").WithSummary("Makes the indexes anew from Postgres; questions are answered meanwhile.");
    }

    private static async Task<Accepted<JobStatus>> AddAsync(
        JobKind kind, MaintenanceRequest request, CollectionStore collections, JobQueue queue, CancellationToken cancellationToken)
    {
        var name = CollectionName.Check(request.Collection, "collection");
        _ = await collections.FindAsync(name, cancellationToken)
            ?? throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no collection '{name}'.") { Field = "collection", Code = "collection_not_found" };
        var job = await queue.AddAsync(new NewJob(kind, name, null, JsonSerializer.SerializeToUtf8Bytes(request with { Collection = name }, RagJson.Options)), cancellationToken);
        return TypedResults.Accepted($"/jobs/{job.Id}", job);
    }
}
