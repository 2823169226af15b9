using System.Text.Json;

namespace LocalAi.AgentApi.Watchers;

/// <summary>Short calls to what a watcher looks at: bounded in time and size; no proxy, no cookies, no redirects.</summary>
internal sealed class BoundedHttp(IHttpClientFactory clients)
{
    private const int LongestAnswer = 4 << 20;

    /// <summary>Makes a named client for it.</summary>
    public static void Configure(IServiceCollection services, string name, Action<IServiceProvider, SocketsHttpHandler>? more = null) => services.AddHttpClient(name, client =>
    {
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.MaxResponseContentBufferSize = LongestAnswer;
    }).ConfigurePrimaryHttpMessageHandler(provider =>
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(2),
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        };
        more?.Invoke(provider, handler);
        return handler;
    });

    /// <summary>The status, and the answer when it is JSON.</summary>
    /// <param name="client">Name of a client made above.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="patience">How long the whole answer may take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HttpRequestException">It cannot be reached, or its answer is too long.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<(int Status, JsonElement? Json)> SendAsync(string client, HttpRequestMessage request, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var response = await clients.CreateClient(client).SendAsync(request, limit.Token);
            return ((int)response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(limit.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer to {request.Method} {request.RequestUri?.AbsolutePath} within {patience.TotalSeconds:0} s.");
        }
    }

    private static JsonElement? Parse(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
