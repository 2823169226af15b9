using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LocalAi.Embedding.Engines;

/// <summary>One HTTP call to the upstream; every way it can fail becomes an <see cref="EngineException"/>.</summary>
internal sealed class UpstreamConnection(IHttpClientFactory clients, EmbeddingOptions options)
{
    private const int MaxAnswerBytes = 256 << 20;
    private const int MaxErrorCharacters = 300;
    private readonly Uri _root = new(options.Url.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal) ? options.Url.TrimEnd('/') + "/" : options.Url.TrimEnd('/') + "/v1/");

    public Task<byte[]> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(_root, path)), cancellationToken);

    public Task<byte[]> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(_root, path)) { Content = JsonContent.Create(body, type) }, cancellationToken);

    private async Task<byte[]> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            using var client = clients.CreateClient(UpstreamEngine.HttpClientName);
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = MaxAnswerBytes;
            using var request = create();
            if (options.ApiKey.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
            using var response = await client.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return response.IsSuccessStatusCode ? body : throw Refusal(response, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(EngineFault.Timeout,
                $"The embedding server did not answer within {options.TimeoutSeconds} s. Raise Embedding:TimeoutSeconds or lower Embedding:MaxBatchTokens.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new EngineException(EngineFault.Unreachable,
                $"The embedding server at {_root.GetLeftPart(UriPartial.Authority)} cannot be reached. Start it, correct Embedding:Url, or set Embedding:Engine to lexical.",
                TimeSpan.FromSeconds(2), e);
        }
    }

    private static EngineException Refusal(HttpResponseMessage response, byte[] body)
    {
        var said = Message(body);
        var status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            var wait = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(2);
            return new EngineException(EngineFault.Busy, $"The embedding server is busy or still loading its model ({status}{said}). Try again.", wait);
        }
        return status >= 500
            ? new EngineException(EngineFault.Unreachable, $"The embedding server failed ({status}{said}).", TimeSpan.FromSeconds(2))
            : new EngineException(EngineFault.Refused, $"The embedding server refuses the request ({status}{said}). Check Embedding:Model and Embedding:ApiKey.");
    }

    /// <summary>The server's own sentence, in OpenAI's shape or as plain text.</summary>
    private static string Message(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 4096)));
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
                text = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.ToString() : error.ToString();
        }
        catch (JsonException)
        {
            // Not JSON: the text itself is shown.
        }
        text = text.Trim();
        return text.Length == 0 ? "" : ": " + (text.Length > MaxErrorCharacters ? text[..MaxErrorCharacters] : text);
    }
}
