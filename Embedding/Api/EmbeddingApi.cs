using LocalAi.Contracts.Embedding;
using LocalAi.Embedding.Engines;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Embedding.Api;

internal static class EmbeddingApi
{
    public static void MapEmbedding(this WebApplication app)
    {
        app.MapPost("/embed", EmbedAsync).WithTags("Embedding").WithSummary("Vectors of texts")
            .Accepts<EmbedRequest>("application/json").Produces<EmbedResponse>()
            .ProducesProblem(413).ProducesProblem(422).ProducesProblem(429).ProducesProblem(502).ProducesProblem(503).ProducesProblem(504);
        app.MapPost("/v1/embeddings", EmbedOpenAiAsync).WithTags("OpenAI").WithSummary("OpenAI's embeddings");
        app.MapPost("/prewarm", PrewarmAsync).WithTags("Embedding").WithSummary("Loads the model by embedding one word");
        // Before the general health answer of all services: this one has model and dimension.
        app.MapGet("/health", HealthAsync).WithTags("Embedding").WithOrder(-1).AllowAnonymous();
    }

    private static async Task<EmbedResult> EmbedAsync(HttpRequest request, Embedder embedder, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, EmbeddingJson.Default.EmbedBody, cancellationToken);
        CheckKind(body.Kind, "kind");
        return new EmbedResult(await embedder.EmbedAsync(TextCleaning.Check(body.Texts, "texts"), body.Kind, cancellationToken));
    }

    private static async Task<IResult> EmbedOpenAiAsync(HttpRequest request, Embedder embedder, CancellationToken cancellationToken)
    {
        try
        {
            var body = await RequestBody.ReadAsync(request, EmbeddingJson.Default.OpenAiEmbeddingBody, cancellationToken);
            var isBase64 = body.EncodingFormat switch
            {
                "float" => false,
                "base64" => true,
                var other => throw Wrong("encoding_format", $"encoding_format is '{other}'; allowed are float and base64."),
            };
            CheckKind(body.InputType, "input_type");
            var texts = TextCleaning.Check(body.Input, "input");
            var answer = await embedder.EmbedAsync(texts, body.InputType, cancellationToken);
            if (body.Dimensions is { } wanted && wanted != answer.Model.Dimension)
                throw Wrong("dimensions", $"dimensions is {wanted}; the model {answer.Model.Name} makes vectors of {answer.Model.Dimension}.");
            return new OpenAiEmbeddingResult(answer, isBase64);
        }
        catch (RequestProblemException problem)
        {
            return new OpenAiError(problem);
        }
    }

    private static async Task<JsonHttpResult<EmbeddingHealth>> HealthAsync(EngineHealth health, CancellationToken cancellationToken) =>
        Answer(await health.CheckAsync(force: false, cancellationToken));

    private static async Task<JsonHttpResult<EmbeddingHealth>> PrewarmAsync(EngineHealth health, CancellationToken cancellationToken) =>
        Answer(await health.CheckAsync(force: true, cancellationToken));

    private static JsonHttpResult<EmbeddingHealth> Answer(EmbeddingHealth health) =>
        TypedResults.Json(health, statusCode: health.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    /// <summary>A number that stands for nothing is read as an enum, too.</summary>
    private static void CheckKind(EmbedKind kind, string field)
    {
        if (!Enum.IsDefined(kind)) throw Wrong(field, $"{field} is '{kind}'; allowed are query and passage.");
    }

    private static RequestProblemException Wrong(string field, string detail) => new(StatusCodes.Status400BadRequest, detail) { Field = field, Code = "invalid_value" };
}
