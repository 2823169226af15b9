using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>A server that keeps nothing between requests. Disposing it cancels what it still does.</summary>
internal sealed class McpStatelessServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly McpServer _server;
    private readonly Task _running;

    public McpStatelessServer(McpServerFactory factory, CancellationToken stopping)
    {
        // Each request is handled in its own context (traces, scopes), not in that of the request which happened to need a new server.
        Transport = new StreamableHttpServerTransport(factory.Loggers) { Stateless = true, FlowExecutionContextFromRequests = true };
        _server = factory.Create(Transport);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using (ExecutionContext.SuppressFlow())
        {
            _running = _server.RunAsync(_end.Token);
        }
    }

    public StreamableHttpServerTransport Transport { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        await Transport.DisposeAsync();
        _end.Dispose();
    }
}
