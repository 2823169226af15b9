using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Rag.Ingest;

internal static class IndexEndpoints
{
    public static void MapIndex(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/index", IndexAsync)
            .WithTags("Index")
            .WithName("Index")
            .WithSummary("Indexes a folder, a file or documents of the request in the background; only what changed is touched.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Accepted<JobStatus>> IndexAsync(IndexRequest request, HttpContext context, PathAccess access, JobQueue queue)
    {
        IndexChecks.Check(request);
        request = request with { Collection = CollectionName.Normal(request.Collection) };
        var path = request.Path is null ? null : access.Check(request.Path, context, "path");
        var job = await queue.AddAsync(
            new NewJob(JobKind.Index, request.Collection, path, JsonSerializer.SerializeToUtf8Bytes(request with { Path = path }, RagJson.Options)),
            context.RequestAborted);
        return TypedResults.Accepted($"/jobs/{job.Id}", job);
    }
}
