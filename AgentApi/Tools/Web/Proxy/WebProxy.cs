using System.Net;
using System.Net.Sockets;
using LocalAi.AgentApi.Tools.Web.Addresses;

namespace LocalAi.AgentApi.Tools.Web.Proxy;

/// <summary>
/// The only way from one call to the network: an HTTP proxy that lives as long as the call. Every request, every redirect and every part of a page comes
/// through here, is checked by <see cref="AddressGuard"/>, and goes to exactly the checked address.
/// </summary>
internal sealed partial class WebProxy : IAsyncDisposable
{
    private const int MaxConnections = 64;

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _slots = new(MaxConnections);
    private readonly AddressGuard _guard;
    private readonly ILogger _logger;
    private readonly Task _accepting;

    /// <summary>A proxy on a free loopback port of this machine.</summary>
    public WebProxy(AddressGuard guard, WebTraffic traffic, ILogger logger)
        : this(Listen(), guard, traffic, logger)
    {
    }

    /// <summary>A proxy on a listener, which it closes.</summary>
    public WebProxy(Socket listener, AddressGuard guard, WebTraffic traffic, ILogger logger)
    {
        _listener = listener;
        _guard = guard;
        _logger = logger;
        Traffic = traffic;
        _accepting = AcceptAsync(_stop.Token);
    }

    public WebTraffic Traffic { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Every connection ends by the token; when all slots are back, all have.
        for (var i = 0; i < MaxConnections; i++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }

        _slots.Dispose();
        _stop.Dispose();
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(MaxConnections);
        return listener;
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                var client = await _listener.AcceptAsync(cancellationToken);
                _ = ServeAsync(client, cancellationToken);
            }
            catch
            {
                _slots.Release();
                throw;
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        try
        {
            using (client)
            {
                await new ProxyExchange(_guard, Traffic, blocked => LogBlocked(_logger, blocked.Host, blocked.Port, blocked.Reason)).RunAsync(client, cancellationToken);
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two sides went away, or the call is over.
        }
        finally
        {
            _slots.Release();
        }
    }

    [LoggerMessage(EventId = 540, Level = LogLevel.Information, Message = "A call was kept from {Host}:{Port}: {Reason}")]
    private static partial void LogBlocked(ILogger logger, string host, int port, string reason);
}
