using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>A server that answers every connection with the same bytes and closes it.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static RawUpstream Start(string answer)
    {
        var upstream = new RawUpstream();
        upstream._listener.Start();
        upstream._serving = upstream.ServeAsync(Encoding.ASCII.GetBytes(answer));
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[16], 16, throwOnEndOfStream: false, _stop.Token);
                await stream.WriteAsync(answer, _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null, _stop.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
            {
                // The next connection.
            }
        }
    }
}
