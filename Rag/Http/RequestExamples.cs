using System.Text.Json.Nodes;
using LocalAi.Contracts.Rag;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LocalAi.Rag.Http;

/// <summary>Examples in the OpenAPI document, so that a call can be copied from it.</summary>
internal sealed class RequestExamples : IOpenApiSchemaTransformer
{
    private static readonly Dictionary<Type, string> Examples = new()
    {
        [typeof(IndexRequest)] = """{"collection":"notes","path":"/home/mina/notes","tags":["private"]}""",
        [typeof(QueryRequest)] = """{"query":"배포는 언제 하나요?","collection":"notes","top":5,"filters":{"path":"meetings/**","type":["md"]},"stream":true}""",
        [typeof(CollectionRequest)] = """{"name":"notes","description":"Meeting notes"}""",
        [typeof(FeedbackRequest)] = """{"query_id":"0193f0a0-0000-7000-8000-000000000000","rating":1,"comment":"Right file, right line."}""",
        [typeof(MaintenanceRequest)] = """{"collection":"notes","repair":true}""",
        [typeof(WatchFolderRequest)] = """{"path":"/home/mina/notes","collection":"notes"}""",
    };

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (Examples.TryGetValue(context.JsonTypeInfo.Type, out var example))
        {
            schema.Examples = [JsonNode.Parse(example)!];
        }

        return Task.CompletedTask;
    }
}
