using LocalAi.Contracts.Rag;
using LocalAi.Rag.Http;
using LocalAi.Rag.Indexes;
using LocalAi.Rag.Indexes.Snapshots;
using LocalAi.Rag.Jobs;
using LocalAi.Rag.Vectors;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Rag.Collections;

internal static class CollectionEndpoints
{
    private const int LongestDescription = 1000;

    public static void MapCollections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/collections").WithTags("Collections");
        group.MapGet("/", ListAsync).WithName("ListCollections");
        group.MapPost("/", CreateAsync).WithName("CreateCollection");
        group.MapGet("/{name}", GetAsync).WithName("GetCollection");
        group.MapDelete("/{name}", DeleteAsync).WithName("DeleteCollection").WithSummary("Deletes a collection with all its documents; files are not touched.");
    }

    private static async Task<Ok<Page<CollectionSummary>>> ListAsync(
        CollectionStore store, IndexRegistry registry, CancellationToken cancellationToken, string? after = null, int? limit = null)
    {
        var size = Paging.Limit(limit);
        var rows = await store.ListAsync(after is null ? null : Documents.StorableText.Of(after), size, cancellationToken);
        var summaries = new List<CollectionSummary>(rows.Count);
        foreach (var row in rows)
        {
            summaries.Add(await SummarizeAsync(row, store, registry, cancellationToken));
        }

        return TypedResults.Ok(Paging.Page(summaries, size, s => s, s => s.Name));
    }

    private static async Task<Ok<CollectionSummary>> GetAsync(string name, CollectionStore store, IndexRegistry registry, CancellationToken cancellationToken) =>
        TypedResults.Ok(await SummarizeAsync(await store.FindAsync(CollectionName.Normal(name), cancellationToken) ?? throw NotFound(name), store, registry, cancellationToken));

    private static async Task<Created<CollectionSummary>> CreateAsync(
        CollectionRequest request, CollectionStore store, IndexRegistry registry, CancellationToken cancellationToken)
    {
        var name = CollectionName.Check(request.Name, "name");
        if (request.Description?.Length > LongestDescription)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"description must have at most {LongestDescription} characters.") { Field = "description" };
        }

        if (!await store.TryCreateAsync(name, Documents.StorableText.Of(request.Description ?? ""), cancellationToken))
        {
            throw new RequestProblemException(StatusCodes.Status409Conflict, $"There is a collection '{name}' already.") { Field = "name", Code = "collection_exists" };
        }

        var row = await store.EnsureAsync(name, cancellationToken);
        registry.Register(row);
        return TypedResults.Created("/collections/" + Uri.EscapeDataString(name), await SummarizeAsync(row, store, registry, cancellationToken));
    }

    private static async Task<NoContent> DeleteAsync(
        string name, CollectionStore store, IndexRegistry registry, RunningJobs running, SnapshotStore snapshots, IVectorMirror mirror, CancellationToken cancellationToken)
    {
        name = CollectionName.Normal(name);
        var row = await store.FindAsync(name, cancellationToken) ?? throw NotFound(name);
        await store.DeleteAsync(name, cancellationToken);
        running.CancelCollection(name);
        registry.Remove(name);
        snapshots.Delete(row.Id, row.CreatedAt);
        if (row.ModelId is { } modelId)
        {
            await mirror.DeleteCollectionAsync(row.Id, modelId, cancellationToken);
        }

        return TypedResults.NoContent();
    }

    private static async Task<CollectionSummary> SummarizeAsync(CollectionRow row, CollectionStore store, IndexRegistry registry, CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(row, cancellationToken);
        var loaded = registry.Get(row.Name);
        return new CollectionSummary
        {
            Name = row.Name,
            Description = row.Description,
            Documents = counts.Documents,
            Unreadable = counts.Unreadable,
            Chunks = counts.Chunks,
            Vectors = counts.Vectors,
            Embedding = CollectionStore.Identity(row.ModelEngine, row.Model, row.ModelDim),
            NextEmbedding = CollectionStore.Identity(row.NextEngine, row.NextModel, row.NextDim),
            Index = loaded is null || (loaded.Loading && loaded.Problem is null) ? "loading" : loaded.Problem is null ? "ready" : "failed",
            CreatedAt = row.CreatedAt,
        };
    }

    private static RequestProblemException NotFound(string name) =>
        new(StatusCodes.Status404NotFound, $"There is no collection '{name}'.") { Field = "name", Code = "collection_not_found" };
}
