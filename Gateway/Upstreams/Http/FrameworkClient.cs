using System.Net.Http.Headers;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Telemetry;

namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>The framework's client, for upstreams behind TLS.</summary>
internal sealed class FrameworkClient(UpstreamOptions options, int poolSize) : IUpstreamClient
{
    private readonly AuthenticationHeaderValue? _authorization = options.Key.Length > 0 ? new AuthenticationHeaderValue("Bearer", options.Key) : null;

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = poolSize,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    });

    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Address)
        {
            Content = request.Method == HttpMethod.Post ? new SplicedContent(request.Body) : null,
        };
        message.Headers.Authorization = _authorization;
        var (traceparent, tracestate) = UpstreamTrace.Current();
        Add("x-request-id", request.RequestId);
        Add("traceparent", traceparent);
        Add("tracestate", tracestate);
        var response = await _invoker.SendAsync(message, cancellationToken);
        return new Answer(response, await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    public void Dispose() => _invoker.Dispose();

    private sealed class Answer(HttpResponseMessage response, Stream body, CancellationToken cancellationToken) : UpstreamResponse
    {
        public override int Status => (int)response.StatusCode;

        public override string? ContentType => response.Content.Headers.ContentType?.ToString();

        public override long? ContentLength => response.Content.Headers.ContentLength;

        public override string? RetryAfter => response.Headers.RetryAfter?.ToString();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer) => body.ReadAsync(buffer, cancellationToken);

        public override void Dispose() => response.Dispose();
    }
}
