using System.Text.Json.Nodes;
using LocalAi.Rag.Vectors;

namespace LocalAi.Rag.Qdrant;

/// <summary>Bodies of Qdrant's REST API (api.qdrant.tech, 1.10 and later).</summary>
internal static class QdrantWire
{
    /// <summary>Vectors on disk, int8 codes in memory: a quarter of the memory, exact scores by rescoring.</summary>
    public static JsonObject Collection(int dimension) => new()
    {
        ["vectors"] = new JsonObject { ["size"] = dimension, ["distance"] = "Cosine", ["on_disk"] = true },
        ["quantization_config"] = new JsonObject
        {
            ["scalar"] = new JsonObject { ["type"] = "int8", ["quantile"] = 0.99, ["always_ram"] = true },
        },
    };

    public static JsonObject PayloadIndex(string field) => new() { ["field_name"] = field, ["field_schema"] = "integer" };

    public static JsonObject Points(IEnumerable<VectorPoint> points) => new()
    {
        ["points"] = new JsonArray([.. points.Select(p => new JsonObject
        {
            ["id"] = p.ChunkId,
            ["vector"] = new JsonArray([.. p.Vector.Select(v => (JsonNode)v)]),
            ["payload"] = new JsonObject { ["document_id"] = p.DocumentId },
        })]),
    };

    public static JsonObject DeletePoints(IEnumerable<long> ids) => new() { ["points"] = Ids(ids) };

    /// <summary>All points of these documents but the ones to keep.</summary>
    public static JsonObject DeleteDocuments(IEnumerable<long> documents, IEnumerable<long> keep)
    {
        var filter = new JsonObject
        {
            ["must"] = new JsonArray(new JsonObject { ["key"] = "document_id", ["match"] = new JsonObject { ["any"] = Ids(documents) } }),
        };
        if (Ids(keep) is { Count: > 0 } kept)
        {
            filter["must_not"] = new JsonArray(new JsonObject { ["has_id"] = kept });
        }

        return new JsonObject { ["filter"] = filter };
    }

    public static JsonObject Query(ReadOnlyMemory<float> vector, int limit) => new()
    {
        ["query"] = new JsonArray([.. vector.ToArray().Select(v => (JsonNode)v)]),
        ["limit"] = limit,
        ["with_payload"] = false,
        ["params"] = new JsonObject { ["quantization"] = new JsonObject { ["rescore"] = true, ["oversampling"] = 2.0 } },
    };

    public static JsonObject Scroll(int limit, long? offset)
    {
        var body = new JsonObject { ["limit"] = limit, ["with_payload"] = false, ["with_vector"] = false };
        if (offset is { } from)
        {
            body["offset"] = from;
        }

        return body;
    }

    private static JsonArray Ids(IEnumerable<long> ids) => new([.. ids.Select(id => (JsonNode)id)]);
}
