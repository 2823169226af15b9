using System.Net.Http.Headers;
using System.Text.Json;
using LocalAi.Gateway.Configuration;

namespace LocalAi.Gateway.Upstreams;

/// <summary>The bounded pool of connections to one upstream.</summary>
internal sealed class UpstreamConnection : IDisposable
{
    private const int LongestAnswer = 1 << 20;
    private static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpMessageInvoker _invoker;
    private readonly AuthenticationHeaderValue? _authorization;

    public UpstreamConnection(UpstreamOptions options)
    {
        Endpoint = new Uri(options.Endpoint.TrimEnd('/') + "/");
        _authorization = options.Key.Length > 0 ? new AuthenticationHeaderValue("Bearer", options.Key) : null;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // One more than requests may run, so that questions about its state never wait behind answers.
            MaxConnectionsPerServer = Math.Max(options.PoolSize, options.Slots) + 1,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Ends in a slash.</summary>
    public Uri Endpoint { get; }

    /// <summary>Sends and returns at the response's head.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_authorization is not null)
        {
            request.Headers.Authorization = _authorization;
        }

        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Asks a small question. The answer is bounded in time (2 s) and size (1 MiB).</summary>
    /// <returns>Status and JSON; JSON is undefined when the answer has none.</returns>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<(int Status, JsonElement Json)> AskAsync(HttpMethod method, string path, HttpContent? content, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit ?? QuestionTimeout);
        using var request = new HttpRequestMessage(method, new Uri(Endpoint, path)) { Content = content };
        try
        {
            using var response = await SendAsync(request, timeout.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(timeout.Token);
            var buffer = new byte[4096];
            var length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length), timeout.Token) is var read and > 0)
            {
                length += read;
                if (length == buffer.Length)
                {
                    if (length >= LongestAnswer)
                    {
                        throw new HttpRequestException($"its answer to {path} is larger than 1 MiB");
                    }

                    Array.Resize(ref buffer, buffer.Length * 4);
                }
            }

            return ((int)response.StatusCode, Parse(buffer.AsMemory(0, length)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"it does not answer within {(limit ?? QuestionTimeout).TotalSeconds:0.#} s");
        }
        catch (IOException broken)
        {
            throw new HttpRequestException("it broke off its answer", broken);
        }
    }

    public Task<(int Status, JsonElement Json)> GetAsync(string path, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, path, null, null, cancellationToken);

    public void Dispose() => _invoker.Dispose();

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
