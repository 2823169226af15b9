using LocalAi.Contracts.Rag;
using LocalAi.Rag.Collections;
using LocalAi.Rag.Http;
using LocalAi.Rag.Indexes;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Rag.Documents;

internal static class DocumentEndpoints
{
    private const int ChunksShown = 1000;

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/documents").WithTags("Documents");
        group.MapGet("/", ListAsync).WithName("ListDocuments").WithSummary("Documents of a collection; state=unreadable lists files that gave no text, with the reason.");
        group.MapGet("/{id:long}", GetAsync).WithName("GetDocument");
        group.MapDelete("/{id:long}", DeleteAsync).WithName("DeleteDocument").WithSummary("Takes a document out of the index; its file is not touched, and comes back when its folder is indexed again.");
    }

    private static async Task<Ok<Page<DocumentSummary>>> ListAsync(
        DocumentStore store, CollectionStore collections, CancellationToken cancellationToken, string? collection = null, string? state = null, string? after = null, int? limit = null)
    {
        var name = CollectionName.Check(collection ?? CollectionName.Default, "collection");
        if (state is not (null or "indexed" or "unreadable"))
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "state must be indexed or unreadable.") { Field = "state" };
        }

        var size = Paging.Limit(limit);
        var rows = await store.ListAsync(name, state, Paging.Number(after), size, cancellationToken);
        if (rows.Count == 0 && await collections.FindAsync(name, cancellationToken) is null)
        {
            throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no collection '{name}'.") { Field = "collection", Code = "collection_not_found" };
        }

        return TypedResults.Ok(Paging.Page(rows, size, r => r.ToSummary(), r => r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<Ok<DocumentDetail>> GetAsync(long id, DocumentStore store, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(id, cancellationToken) ?? throw NotFound(id);
        return TypedResults.Ok(new DocumentDetail(row.ToSummary(), await store.ListChunksAsync(id, ChunksShown, cancellationToken)));
    }

    private static async Task<NoContent> DeleteAsync(
        long id, DocumentStore store, DocumentIndex index, IndexRegistry registry, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(id, cancellationToken) ?? throw NotFound(id);
        var collection = await registry.FindAsync(row.Collection, cancellationToken);

        // Not cancelled half-way: Postgres and the index change as one.
        await index.DeleteAsync(collection, [id], CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static RequestProblemException NotFound(long id) =>
        new(StatusCodes.Status404NotFound, $"There is no document {id}.") { Field = "id", Code = "document_not_found" };
}
