using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LocalAi.Tests.Support;

/// <summary>A TCP link to a real server that a test can cut and mend, as a crash and a restart look to the client.</summary>
internal sealed class BreakableLink : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _open = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public BreakableLink(int target)
    {
        Target = target;
        Port = PostgresServer.FreePort();
    }

    /// <summary>The port clients connect to. It stays the same over cuts.</summary>
    public int Port { get; }

    /// <summary>The server's port; another one is used from the next connection on.</summary>
    public int Target { get; set; }

    /// <summary>Accepts connections from now on.</summary>
    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Drops every connection and refuses new ones.</summary>
    public async Task CutAsync()
    {
        _listener?.Dispose();
        foreach (var (client, server) in _open)
        {
            client.Dispose();
            server.Dispose();
        }

        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await CutAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        var pumps = new List<Task>();
        try
        {
            while (true)
            {
                pumps.Add(ServeAsync(await listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(pumps);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = server;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Target, _stop.Token);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // A cut is what the link is for.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }
}
