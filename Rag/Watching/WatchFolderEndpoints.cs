using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Ingest;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Watching;

internal static class WatchFolderEndpoints
{
    public static void MapWatchFolders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/watch-folders").WithTags("Watch folders");
        group.MapGet("/", ListAsync).WithName("ListWatchFolders");
        group.MapPost("/", AddAsync).WithName("AddWatchFolder").WithSummary("Indexes a folder now and whenever it changes.");
        group.MapDelete("/{id:long}", DeleteAsync).WithName("DeleteWatchFolder").WithSummary("Stops watching; what was indexed stays.");
    }

    private static async Task<Ok<Page<WatchFolder>>> ListAsync(WatchFolderStore store, WatchService service, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<WatchFolder>([.. (await store.ListAsync(cancellationToken)).Select(row => ToFolder(row, service))], null));

    private static async Task<Created<WatchFolder>> AddAsync(
        WatchFolderRequest request, HttpContext context, PathAccess access, WatchFolderStore store, CollectionStore collections, WatchService service, IOptions<WatchOptions> options)
    {
        var collection = CollectionName.Check(request.Collection, "collection");
        IndexChecks.CheckTags(request.Tags, "tags");
        var path = access.Check(request.Path ?? "", context, "path");
        if (!Directory.Exists(path))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"{path} is a file; only folders are watched.") { Field = "path", Code = "path_invalid" };
        }

        await collections.EnsureAsync(collection, context.RequestAborted);
        var row = await store.AddAsync(collection, path, request.Tags ?? [], options.Value.MaxFolders, context.RequestAborted)
            ?? throw new RequestProblemException(
                StatusCodes.Status409Conflict, $"{options.Value.MaxFolders} folders are watched already (Rag:Watch:MaxFolders).")
            {
                Field = "path",
                Code = "too_many_folders",
            };
        service.Reload();
        return TypedResults.Created($"/watch-folders/{row.Id}", ToFolder(row, service));
    }

    private static async Task<NoContent> DeleteAsync(long id, WatchFolderStore store, WatchService service, CancellationToken cancellationToken)
    {
        if (!await store.DeleteAsync(id, cancellationToken))
        {
            throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no watched folder {id}.") { Field = "id", Code = "watch_folder_not_found" };
        }

        service.Reload();
        return TypedResults.NoContent();
    }

    private static WatchFolder ToFolder(WatchFolderRow row, WatchService service) => new()
    {
        Id = row.Id,
        Collection = row.Collection,
        Path = row.Path,
        Tags = row.Tags,
        State = service.StateOf(row.Id),
        ScannedAt = row.ScannedAt,
        CreatedAt = row.CreatedAt,
    };
}
