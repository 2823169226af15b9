using LocalAi.Contracts.Rag;
using LocalAi.Rag.Http;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Rag.SearchLogs;

internal static class SearchLogEndpoints
{
    private const int LongestComment = 2000;

    public static void MapSearchLogs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search-logs", ListAsync).WithTags("Search logs").WithName("ListSearchLogs").WithSummary("Questions, newest first.");
        routes.MapPost("/feedback", RateAsync).WithTags("Search logs").WithName("SendFeedback").WithSummary("Says whether an answer helped.");
    }

    private static async Task<Ok<Page<SearchLog>>> ListAsync(SearchLogStore store, CancellationToken cancellationToken, string? after = null, int? limit = null)
    {
        var size = Paging.Limit(limit);
        var rows = await store.ListAsync(Paging.Guid(after), size, cancellationToken);
        return TypedResults.Ok(Paging.Page(rows, size, r => r.ToLog(), r => r.Id.ToString()));
    }

    private static async Task<NoContent> RateAsync(FeedbackRequest feedback, SearchLogStore store, CancellationToken cancellationToken)
    {
        if (feedback.Rating is < -1 or > 1)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, "rating must be 1, 0 or -1.") { Field = "rating" };
        }

        if (feedback.Comment?.Length > LongestComment)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"comment must have at most {LongestComment} characters.") { Field = "comment" };
        }

        return await store.RateAsync(feedback, cancellationToken)
            ? TypedResults.NoContent()
            : throw new RequestProblemException(StatusCodes.Status404NotFound, "There is no such question in the search log; it may be too old.") { Field = "query_id" };
    }
}
