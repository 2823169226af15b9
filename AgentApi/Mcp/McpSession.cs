using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>A conversation of the session revisions. Only the user who opened it may use it.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly McpServer _server;
    private readonly Task _running;
    private int _active;

    public McpSession(string id, string user, StreamableHttpServerTransport transport, McpServer server, CancellationToken stopping)
    {
        Id = id;
        User = user;
        Transport = transport;
        _server = server;
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running = server.RunAsync(_end.Token);
    }

    public string Id { get; }

    public string User { get; }

    public StreamableHttpServerTransport Transport { get; }

    /// <summary>Timestamp of the last request's end.</summary>
    public long LastUsed { get; private set; }

    /// <summary>True while a request or an event stream of it is open.</summary>
    public bool IsActive => Volatile.Read(ref _active) > 0;

    public void Enter() => Interlocked.Increment(ref _active);

    public void Leave(long now)
    {
        LastUsed = now;
        Interlocked.Decrement(ref _active);
    }

    public void Touch(long now) => LastUsed = now;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        await _server.DisposeAsync();
        await Transport.DisposeAsync();
        _end.Dispose();
    }
}
