using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.SearchLogs;
using LocalAi.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Answers;

internal static class QueryEndpoints
{
    public static void MapQuery(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/query", QueryAsync)
            .WithTags("Query")
            .WithName("Query")
            .WithSummary("Answers a question from the documents, with citations; streamed as sources, delta …, done when stream is true.")
            .Produces<QueryAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<QueryAnswer>, ServerSentEventsResult<string>>> QueryAsync(
        QueryRequest request, HttpContext context, QuestionSearch search, AnswerComposer composer, SearchLogWriter log, IOptions<AnswerOptions> options, TimeProvider time)
    {
        var question = QueryChecks.Check(request, options.Value, context.User.UserName(), time.GetTimestamp());

        // Before the answer begins, so that an unknown collection is a 404 and Postgres away a 503, also for a stream.
        var findings = await search.SearchAsync(question, context.RequestAborted);
        var run = new AnswerRun(findings, composer, log, time);
        return request.Stream
            ? TypedResults.ServerSentEvents(StreamAsync(run, context.RequestAborted))
            : TypedResults.Ok(await CollectAsync(run, context.RequestAborted));
    }

    private static async Task<QueryAnswer> CollectAsync(AnswerRun run, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var piece in run.ExecuteAsync(cancellationToken))
        {
            text.Append(piece);
        }

        var (sources, done) = (run.Sources, run.Done!);
        return new QueryAnswer
        {
            QueryId = done.QueryId,
            Answer = text.ToString(),
            Mode = done.Mode,
            Retrieval = done.Retrieval,
            Sources = sources.Sources,
            Citations = done.Citations,
            Model = done.Model,
            Complete = done.Complete,
            Usage = done.Usage,
            Timings = done.Timings,
            Notes = done.Notes,
        };
    }

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(AnswerRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Event(run.Sources, "sources");
        await foreach (var piece in run.ExecuteAsync(cancellationToken))
        {
            yield return Event(new QueryDelta(piece), "delta");
        }

        yield return Event(run.Done!, "done");
    }

    private static SseItem<string> Event<T>(T value, string name) => new(JsonSerializer.Serialize(value, RagJson.Options), name);
}
