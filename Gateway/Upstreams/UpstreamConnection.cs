using System.Text.Json;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Upstreams.Http;

namespace LocalAi.Gateway.Upstreams;

/// <summary>The bounded pool of connections to one upstream.</summary>
internal sealed class UpstreamConnection : IDisposable
{
    private const int LongestAnswer = 1 << 20;
    private static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(2);

    private readonly IUpstreamClient _client;

    public UpstreamConnection(UpstreamOptions options, TimeProvider time)
    {
        Endpoint = new Uri(options.Endpoint.TrimEnd('/') + "/");

        // One more than requests may run, so that questions about its state never wait behind answers.
        var poolSize = Math.Max(options.PoolSize, options.Slots) + 1;
        _client = Endpoint.Scheme == Uri.UriSchemeHttp
            ? new Http1Client(Endpoint, options.Key, poolSize, options.ConnectTimeout, time)
            : new FrameworkClient(options, poolSize);
    }

    /// <summary>Ends in a slash.</summary>
    public Uri Endpoint { get; }

    /// <inheritdoc cref="IUpstreamClient.SendAsync"/>
    public ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) => _client.SendAsync(request, cancellationToken);

    /// <summary>Asks a small question. The answer is bounded in time (2 s) and size (1 MiB).</summary>
    /// <returns>Status and JSON; JSON is undefined when the answer has none.</returns>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<(int Status, JsonElement Json)> AskAsync(HttpMethod method, string path, ReadOnlyMemory<byte> json, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit ?? QuestionTimeout);
        try
        {
            using var response = await SendAsync(new UpstreamRequest(method, new Uri(Endpoint, path), new SplicedBody(json), null), timeout.Token);
            var buffer = new byte[4096];
            var length = 0;
            while (await response.ReadAsync(buffer.AsMemory(length)) is var read and > 0)
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

            return (response.Status, Parse(buffer.AsMemory(0, length)));
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
        AskAsync(HttpMethod.Get, path, default, null, cancellationToken);

    public void Dispose() => _client.Dispose();

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
