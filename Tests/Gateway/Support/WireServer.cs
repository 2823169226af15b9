using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>A server that answers each request, by its number on the whole server, with bytes the test gives, in the pieces it gives.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<int, Answer> _answers;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _requests;

    private WireServer(IPAddress address, Func<int, Answer> answers)
    {
        _answers = answers;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    public int Connections { get; private set; }

    /// <summary>Whole requests, as they came.</summary>
    public List<byte[]> Received { get; } = [];

    /// <summary>Completed when a connection was closed by the client.</summary>
    public TaskCompletionSource ClosedByClient { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static WireServer Start(Func<int, Answer> answers, IPAddress? address = null) => new(address ?? IPAddress.Loopback, answers);

    public static WireServer Start(params string[] pieces) => Start(_ => new Answer(pieces));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _connections.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                var stream = client.GetStream();
                while (await ReadRequestAsync(stream) is { } request)
                {
                    lock (Received)
                    {
                        Received.Add(request);
                    }

                    var answer = _answers(Interlocked.Increment(ref _requests));
                    foreach (var piece in answer.Pieces)
                    {
                        await stream.WriteAsync(Encoding.Latin1.GetBytes(piece), _stop.Token);
                        await Task.Yield();
                    }

                    if (answer.ThenCloses)
                    {
                        return;
                    }
                }

                ClosedByClient.TrySetResult();
            }
            catch (Exception ended) when (ended is IOException or SocketException)
            {
                ClosedByClient.TrySetResult();
            }
            catch (OperationCanceledException)
            {
                // Over.
            }
        }
    }

    private async Task<byte[]?> ReadRequestAsync(NetworkStream stream)
    {
        var request = new MemoryStream();
        var buffer = new byte[64 << 10];
        long whole = long.MaxValue;
        while (request.Length < whole)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            request.Write(buffer, 0, read);
            if (whole == long.MaxValue)
            {
                whole = Length(Encoding.Latin1.GetString(request.GetBuffer(), 0, (int)Math.Min(request.Length, 8 << 10)));
            }
        }

        return request.ToArray();
    }

    /// <summary>Of the request with this head; the greatest number while it is not complete.</summary>
    private static long Length(string start)
    {
        const string Field = "Content-Length: ";
        var end = start.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? long.MaxValue
            : end + 4 + (start.Split("\r\n").FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal)) is { } line
                ? int.Parse(line[Field.Length..], CultureInfo.InvariantCulture)
                : 0);
    }

    public sealed record Answer(IReadOnlyList<string> Pieces, bool ThenCloses = false);
}
