using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.Rag.Retrieval;
using LocalAi.Rag.Vectors;
using Microsoft.Extensions.Options;

namespace LocalAi.Rag.Qdrant;

/// <summary>The few calls of Qdrant's REST API that are needed.</summary>
internal sealed class QdrantClient
{
    private const int ScrollPage = 5000;
    private const string PayloadField = "document_id";

    private readonly HttpClient _http;
    private readonly QdrantOptions _options;

    public QdrantClient(HttpClient http, IOptions<QdrantOptions> options)
    {
        _http = http;
        _options = options.Value;
        if (_options.Url.Length > 0)
        {
            http.BaseAddress = new Uri(_options.Url.TrimEnd('/') + "/");
        }

        http.Timeout = Timeout.InfiniteTimeSpan;
        if (_options.ApiKey.Length > 0)
        {
            http.DefaultRequestHeaders.Add("api-key", _options.ApiKey);
        }
    }

    public bool IsConfigured => _options.Url.Length > 0;

    /// <summary>Makes the collection with quantisation and payload index; one with vectors of another length is thrown away first.</summary>
    public async Task EnsureAsync(string collection, int dimension, CancellationToken cancellationToken)
    {
        var found = await SendAsync(HttpMethod.Get, $"collections/{collection}", null, WriteTimeout, cancellationToken, HttpStatusCode.NotFound);
        if (found?["result"]?["config"]?["params"]?["vectors"]?["size"]?.GetValue<int>() is { } size)
        {
            if (size == dimension)
            {
                return;
            }

            await DropAsync(collection, cancellationToken);
        }

        // 409: another process was quicker.
        await SendAsync(HttpMethod.Put, $"collections/{collection}", QdrantWire.Collection(dimension), WriteTimeout, cancellationToken, HttpStatusCode.Conflict);
        await SendAsync(HttpMethod.Put, $"collections/{collection}/index?wait=true", QdrantWire.PayloadIndex(PayloadField), WriteTimeout, cancellationToken);
    }

    public async Task UpsertAsync(string collection, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        foreach (var batch in points.Chunk(_options.BatchSize))
        {
            await SendAsync(HttpMethod.Put, $"collections/{collection}/points?wait=true", QdrantWire.Points(batch), WriteTimeout, cancellationToken);
        }
    }

    public async Task DeletePointsAsync(string collection, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        foreach (var batch in ids.Chunk(_options.BatchSize))
        {
            await SendAsync(HttpMethod.Post, $"collections/{collection}/points/delete?wait=true", QdrantWire.DeletePoints(batch), WriteTimeout, cancellationToken);
        }
    }

    public Task DeleteDocumentsAsync(string collection, IReadOnlyList<long> documents, IReadOnlyList<long> keep, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"collections/{collection}/points/delete?wait=true", QdrantWire.DeleteDocuments(documents, keep), WriteTimeout, cancellationToken, HttpStatusCode.NotFound);

    public Task DropAsync(string collection, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"collections/{collection}", null, WriteTimeout, cancellationToken, HttpStatusCode.NotFound);

    public async Task<List<DenseHit>> SearchAsync(string collection, ReadOnlyMemory<float> vector, int limit, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Post, $"collections/{collection}/points/query", QdrantWire.Query(vector, limit), TimeSpan.FromMilliseconds(_options.SearchTimeoutMilliseconds), cancellationToken);
        return [.. Points(answer).Select(p => new DenseHit(p["id"]!.GetValue<long>(), p["score"]!.GetValue<float>()))];
    }

    /// <summary>Ids of all points.</summary>
    public async Task<HashSet<long>> ListIdsAsync(string collection, CancellationToken cancellationToken)
    {
        var ids = new HashSet<long>();
        long? offset = null;
        do
        {
            var answer = await SendAsync(HttpMethod.Post, $"collections/{collection}/points/scroll", QdrantWire.Scroll(ScrollPage, offset), WriteTimeout, cancellationToken);
            var page = Points(answer).Select(p => p["id"]!.GetValue<long>()).ToList();
            ids.UnionWith(page);
            offset = answer?["result"]?["next_page_offset"]?.GetValue<long>();
            if (page.Count == 0)
            {
                break;
            }
        }
        while (offset is not null);
        return ids;
    }

    private TimeSpan WriteTimeout => TimeSpan.FromSeconds(_options.WriteTimeoutSeconds);

    private static IEnumerable<JsonNode> Points(JsonNode? answer) => (answer?["result"]?["points"] as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <returns>The answer, or null when its status is <paramref name="expected"/>.</returns>
    private async Task<JsonNode?> SendAsync(
        HttpMethod method, string path, JsonObject? body, TimeSpan timeout, CancellationToken cancellationToken, HttpStatusCode? expected = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            if (response.StatusCode == expected)
            {
                return null;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new QdrantException($"Qdrant answered {(int)response.StatusCode} to {method} {path}.", response.StatusCode);
            }

            return await response.Content.ReadFromJsonAsync<JsonNode>(limit.Token);
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException or InvalidOperationException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new QdrantException($"Qdrant does not answer at {_http.BaseAddress}.", inner: away);
        }
    }
}
