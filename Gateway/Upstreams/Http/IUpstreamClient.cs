namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>Sends requests to one upstream over a bounded pool of connections.</summary>
internal interface IUpstreamClient : IDisposable
{
    /// <summary>Sends and returns at the answer's head.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancellationToken">Holds for the whole exchange, the reading of the answer included: cancelling closes the connection.</param>
    /// <exception cref="HttpRequestException">There is no connection, or what came back is not HTTP.</exception>
    /// <exception cref="IOException">The connection broke before the head was there.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; or, when it was not, no connection was made in time.</exception>
    ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken);
}
