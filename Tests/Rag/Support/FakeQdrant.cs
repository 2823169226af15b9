using System.Collections.Concurrent;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Rag.Support;

/// <summary>The part of Qdrant's documented REST API that is used, with exact search; keeps what it holds over a stop.</summary>
internal sealed class FakeQdrant : Double
{
    public ConcurrentDictionary<string, QdrantCollection> Collections { get; } = new();

    public string? ApiKey { get; set; }

    public int Searches { get; private set; }

    protected override void Map(WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (ApiKey is { } key && context.Request.Headers["api-key"] != key)
            {
                context.Response.StatusCode = 401;
                return;
            }

            await next(context);
        });
        app.MapGet("/collections/{name}", (string name) => Collections.TryGetValue(name, out var found)
            ? Ok(new JsonObject { ["config"] = new JsonObject { ["params"] = new JsonObject { ["vectors"] = new JsonObject { ["size"] = found.Size } } } })
            : Results.Json(new { status = new { error = "Not found" } }, statusCode: 404));
        app.MapPut("/collections/{name}", (string name, JsonNode body) =>
            Collections.TryAdd(name, new QdrantCollection(body["vectors"]!["size"]!.GetValue<int>(), body["quantization_config"]!["scalar"]!["type"]!.GetValue<string>()))
                ? Ok(true) : Results.StatusCode(409));
        app.MapDelete("/collections/{name}", (string name) => Ok(Collections.TryRemove(name, out _)));
        app.MapPut("/collections/{name}/index", (string name, JsonNode body) => On(name, c => c.Index(body["field_name"]!.GetValue<string>())));
        app.MapPut("/collections/{name}/points", (string name, JsonNode body) => On(name, c => c.Upsert(body["points"]!.AsArray())));
        app.MapPost("/collections/{name}/points/delete", (string name, JsonNode body) => On(name, c => c.Delete(body)));
        app.MapPost("/collections/{name}/points/scroll", (string name, JsonNode body) => On(name, c => c.Scroll(body)));
        app.MapPost("/collections/{name}/points/query", (string name, JsonNode body) =>
        {
            Searches++;
            return On(name, c => c.Query(body));
        });
    }

    private static IResult Ok(JsonNode? result) => Results.Json(new JsonObject { ["result"] = result, ["status"] = "ok", ["time"] = 0.001 });

    private IResult On(string name, Func<QdrantCollection, JsonNode?> act)
    {
        if (!Collections.TryGetValue(name, out var collection))
        {
            return Results.Json(new { status = new { error = "Not found" } }, statusCode: 404);
        }

        lock (collection)
        {
            return Ok(act(collection));
        }
    }

    internal sealed class QdrantCollection(int size, string quantization)
    {
        public int Size { get; } = size;

        public string Quantization { get; } = quantization;

        public HashSet<string> Indexes { get; } = [];

        public SortedDictionary<long, (float[] Vector, long Document)> Points { get; } = [];

        public JsonNode? Index(string field) => Indexes.Add(field);

        public JsonNode? Upsert(JsonArray points)
        {
            foreach (var point in points)
            {
                var vector = point!["vector"]!.AsArray().Select(v => v!.GetValue<float>()).ToArray();
                vector.Length.ShouldBe(Size);
                Points[point["id"]!.GetValue<long>()] = (vector, point["payload"]!["document_id"]!.GetValue<long>());
            }

            return true;
        }

        public JsonNode? Delete(JsonNode body)
        {
            var ids = body["points"] is JsonArray listed
                ? listed.Select(i => i!.GetValue<long>()).ToList()
                : Filtered(body["filter"]!);
            foreach (var id in ids)
            {
                Points.Remove(id);
            }

            return true;
        }

        public JsonNode? Scroll(JsonNode body)
        {
            var offset = body["offset"]?.GetValue<long>() ?? 0;
            var limit = body["limit"]!.GetValue<int>();
            var ids = Points.Keys.Where(i => i >= offset).Take(limit + 1).ToList();
            return new JsonObject
            {
                ["points"] = new JsonArray([.. ids.Take(limit).Select(i => new JsonObject { ["id"] = i })]),
                ["next_page_offset"] = ids.Count > limit ? ids[limit] : null,
            };
        }

        public JsonNode? Query(JsonNode body)
        {
            var query = body["query"]!.AsArray().Select(v => v!.GetValue<float>()).ToArray();
            var hits = Points.Select(p => (p.Key, Score: TensorPrimitives.CosineSimilarity(query, p.Value.Vector))).OrderByDescending(h => h.Score).Take(body["limit"]!.GetValue<int>());
            return new JsonObject { ["points"] = new JsonArray([.. hits.Select(h => new JsonObject { ["id"] = h.Key, ["score"] = h.Score })]) };
        }

        private List<long> Filtered(JsonNode filter)
        {
            var documents = filter["must"]![0]!["match"]!["any"]!.AsArray().Select(d => d!.GetValue<long>()).ToHashSet();
            var keep = filter["must_not"]?[0]?["has_id"]?.AsArray().Select(i => i!.GetValue<long>()).ToHashSet() ?? [];
            return [.. Points.Where(p => documents.Contains(p.Value.Document) && !keep.Contains(p.Key)).Select(p => p.Key)];
        }
    }
}
