using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalAi.AgentApi.Tools.Web.Addresses;

namespace LocalAi.AgentApi.Tools.Web.Proxy;

/// <summary>One connection of a browser or a sandboxed program to the proxy: a tunnel (CONNECT: https and WebSockets) or one plain http request.</summary>
internal sealed class ProxyExchange(AddressGuard guard, WebTraffic traffic, Action<BlockedRequest> onRefused)
{
    private static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    public async Task RunAsync(Socket client, CancellationToken cancellationToken)
    {
        var near = new NetworkStream(client);
        HttpHead? head;
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            // Browsers open connections in advance and use them later, or never.
            patience.CancelAfter(HeadPatience);
            head = await HttpHead.ReadAsync(near, patience.Token);
        }

        if (head is null)
        {
            return;
        }

        traffic.Add(head.Bytes);
        var tunnel = head.StartLine.StartsWith("CONNECT ", StringComparison.Ordinal);
        if (head.StartLine.Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"]
            || Target(target, tunnel) is not { } url
            || (tunnel && head.Rest.Length > 0))
        {
            await AnswerAsync(near, "400 Bad Request", cancellationToken);
            return;
        }

        if (await ConnectAsync(near, url, cancellationToken) is not { } server)
        {
            return;
        }

        using (server)
        {
            var far = new NetworkStream(server);
            if (tunnel)
            {
                await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken);
                await RelayAsync(client, near, server, far, cancellationToken);
            }
            else
            {
                await far.WriteAsync(head.Rewrite($"{method} {url.PathAndQuery} HTTP/1.1"), cancellationToken);
                await far.WriteAsync(head.Rest, cancellationToken);
                await AnswerPlainAsync(client, near, server, far, cancellationToken);
            }
        }
    }

    private static Uri? Target(string target, bool tunnel) =>
        Uri.TryCreate(tunnel ? "https://" + target : target, UriKind.Absolute, out var url)
        && url.Scheme == (tunnel ? "https" : "http") && url.UserInfo.Length == 0 && url.IdnHost.Length > 0
            ? url
            : null;

    private async Task<Socket?> ConnectAsync(NetworkStream near, Uri url, CancellationToken cancellationToken)
    {
        var host = WebAddress.Host(url.IdnHost);
        BlockedRequest? blocked;
        try
        {
            if (traffic.IsExhausted)
            {
                blocked = new BlockedRequest(host, url.Port, "the call sent and received more than it may", false);
            }
            else
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(ConnectPatience);
                var addresses = await guard.CheckAsync(host, url.Port, patience.Token);
                var server = await DialAsync(addresses, url.Port, patience.Token);
                traffic.Reach(host, url.Port);
                return server;
            }
        }
        catch (ToolException refused)
        {
            blocked = new BlockedRequest(host, url.Port, refused.Message, refused.Refused);
        }
        catch (SocketException)
        {
            blocked = new BlockedRequest(host, url.Port, string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port} does not accept connections."), false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            blocked = new BlockedRequest(host, url.Port, string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port} did not answer in {ConnectPatience.TotalSeconds} s."), false);
        }

        traffic.Block(blocked);
        if (blocked.Refused)
        {
            onRefused(blocked);
        }

        await AnswerAsync(near, blocked.Refused ? "403 Forbidden" : "502 Bad Gateway", cancellationToken);
        return null;
    }

    private static async Task<Socket> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], port, cancellationToken);
                return socket;
            }
            catch (Exception failed)
            {
                socket.Dispose();
                if (failed is not SocketException || i == addresses.Count - 1)
                {
                    throw;
                }
            }
        }
    }

    private static async Task AnswerAsync(NetworkStream near, string status, CancellationToken cancellationToken) =>
        await near.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), cancellationToken);

    private async Task AnswerPlainAsync(Socket client, NetworkStream near, Socket server, NetworkStream far, CancellationToken cancellationToken)
    {
        // The browser must not send its next request, which may be for another host, on this connection: the answer says so, whatever the server said.
        var sending = CopyAsync(near, far, server, cancellationToken);
        while (await HttpHead.ReadAsync(far, cancellationToken) is { } answer)
        {
            // A server may say 100 Continue or 103 Early Hints first.
            var interim = answer.StartLine.Split(' ') is [_, ['1', _, _], ..];
            await near.WriteAsync(answer.Rewrite(answer.StartLine), cancellationToken);
            if (!traffic.Add(answer.Bytes))
            {
                break;
            }

            await near.WriteAsync(answer.Rest, cancellationToken);
            if (!interim || answer.Rest.Length > 0)
            {
                await Task.WhenAny(CopyAsync(far, near, client, cancellationToken), GoneAsync(sending));
                break;
            }
        }

        client.Close();
        server.Close();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The browser ends the connection when it has the whole answer or no longer wants it.
    private static async Task GoneAsync(Task sending) => await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RelayAsync(Socket client, NetworkStream near, Socket server, NetworkStream far, CancellationToken cancellationToken)
    {
        var up = CopyAsync(near, far, server, cancellationToken);
        var down = CopyAsync(far, near, client, cancellationToken);
        await Task.WhenAny(up, down);
        client.Close();
        server.Close();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Socket toSocket, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (!traffic.Add(read))
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        toSocket.Shutdown(SocketShutdown.Send);
    }
}
