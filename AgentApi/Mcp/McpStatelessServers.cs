using System.Collections.Concurrent;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// Servers of the stateless revision. Each handles one request at a time, and one whose request ended well takes the next: making a server costs
/// more than a call, and nothing of a request stays in it, since revision, client and capabilities come with every request.
/// </summary>
internal sealed class McpStatelessServers(McpServerFactory factory, IHostApplicationLifetime lifetime) : IAsyncDisposable
{
    private const int MostIdle = 64;

    private readonly ConcurrentStack<McpStatelessServer> _idle = new();

    /// <summary>A server for one request: give it back when the request ended well, dispose it when not.</summary>
    public McpStatelessServer Rent() => _idle.TryPop(out var server) ? server : new McpStatelessServer(factory, lifetime.ApplicationStopping);

    public ValueTask ReturnAsync(McpStatelessServer server)
    {
        if (_idle.Count >= MostIdle || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return server.DisposeAsync();
        }

        _idle.Push(server);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var server))
        {
            await server.DisposeAsync();
        }
    }
}
