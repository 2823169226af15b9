using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using static LocalAi.Gateway.Door.OpenApi.OpenAiExamples;

namespace LocalAi.Gateway.Door.OpenApi;

/// <summary>Describes <c>/v1</c> in <c>/openapi/v1.json</c>: <see cref="OpenAiDoor"/> serves it without endpoints the framework could describe.</summary>
internal sealed class OpenAiPaths : IOpenApiDocumentTransformer
{
    private const string Json = "application/json";
    private const string Tag = "openai";

    private static readonly (string Status, string Text)[] Refusals =
    [
        ("400", "The request is wrong; the error names the field"),
        ("401", "A valid API key is needed"),
        ("403", "The key may not use the model, or the Host is foreign"),
        ("404", "There is no such model; the error lists those there are"),
        ("413", "The body is larger than Gateway:MaxBodyBytes"),
        ("429", "A limit is reached, or the model's line is full; Retry-After says when to come back"),
        ("502", "Every upstream failed; the error lists why"),
        ("503", "No upstream can answer now; the error says what is there and what to do"),
        ("504", "The upstream said nothing"),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Tags ??= new HashSet<OpenApiTag>();
        document.Tags.Add(new OpenApiTag { Name = Tag });
        Add(document, "/v1/chat/completions", "Chat", OpenAiSchemas.Chat(), Chat, ChatAnswer, ChatEvents);
        Add(document, "/v1/completions", "Text completion", OpenAiSchemas.Completion(), Completion, CompletionAnswer, null);
        Add(document, "/v1/embeddings", "Embeddings", OpenAiSchemas.Embedding(), Embedding, EmbeddingAnswer, null);
        Add(document, "/v1/models", HttpMethod.Get, Operation(document, "The models: chat-7b, code-7b and auto", ModelList, null, "401"));
        var one = Operation(document, "One model", SingleModel, null, "401", "404");
        one.Parameters = [new OpenApiParameter { Name = "model", In = ParameterLocation.Path, Required = true, Schema = OpenAiSchemas.Text("Its id") }];
        Add(document, "/v1/models/{model}", HttpMethod.Get, one);
        return Task.CompletedTask;
    }

    private static void Add(
        OpenApiDocument document, string path, string summary, OpenApiSchema schema, IReadOnlyDictionary<string, string> requests, string answer, string? events)
    {
        var operation = Operation(document, summary, answer, events, [.. Refusals.Select(r => r.Status)]);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = schema,
                    Examples = requests.ToDictionary(r => r.Key, r => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(r.Value) }, StringComparer.Ordinal),
                },
            },
        };
        Add(document, path, HttpMethod.Post, operation);
    }

    private static void Add(OpenApiDocument document, string path, HttpMethod method, OpenApiOperation operation)
    {
        var item = new OpenApiPathItem();
        item.AddOperation(method, operation);
        document.Paths.Add(path, item);
    }

    private static OpenApiOperation Operation(OpenApiDocument document, string summary, string answer, string? events, params string[] refusals)
    {
        var content = new Dictionary<string, OpenApiMediaType> { [Json] = Media(OpenAiSchemas.Answer(), JsonNode.Parse(answer)) };
        if (events is not null)
        {
            content["text/event-stream"] = Media(OpenAiSchemas.Text("With \"stream\": true; ends with [DONE], or with an error event"), events);
        }

        var operation = new OpenApiOperation
        {
            Summary = summary,
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "The answer", Content = content } },
        };
        foreach (var (status, text) in Refusals.Where(r => refusals.Contains(r.Status, StringComparer.Ordinal)))
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = text,
                Content = new Dictionary<string, OpenApiMediaType> { [Json] = Media(OpenAiSchemas.Error(), status == "404" ? JsonNode.Parse(Error) : null) },
            };
        }

        return operation;
    }

    private static OpenApiMediaType Media(OpenApiSchema schema, JsonNode? example) => new() { Schema = schema, Example = example };
}
