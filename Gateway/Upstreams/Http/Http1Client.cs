using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalAi.Gateway.Telemetry;

namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>
/// HTTP/1.1 without TLS (RFC 9112), for servers on this machine and network. It does only what the gateway needs, because every token passes through it:
/// with the framework's client a stream takes a quarter more CPU (README, Figures).
/// </summary>
internal sealed class Http1Client : IUpstreamClient
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan SurelyOpen = TimeSpan.FromMilliseconds(20);

    private readonly Uri _endpoint;
    private readonly ReadOnlyMemory<byte> _ownFields;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _room;
    private readonly List<Http1Connection> _idle = [];
    private bool _isDisposed;

    /// <param name="endpoint">http address.</param>
    /// <param name="key">Bearer token, or empty.</param>
    /// <param name="poolSize">Most connections at the same time; more requests wait.</param>
    /// <param name="connectTimeout">Until a connection is made.</param>
    /// <param name="time">Clock of idle connections.</param>
    public Http1Client(Uri endpoint, string key, int poolSize, TimeSpan connectTimeout, TimeProvider time)
    {
        _endpoint = endpoint;
        _connectTimeout = connectTimeout;
        _time = time;
        _room = new SemaphoreSlim(poolSize, poolSize);
        _ownFields = Encoding.ASCII.GetBytes($"Host: {Host(endpoint)}\r\n" + (key.Length == 0 ? "" : $"Authorization: Bearer {key}\r\n"));
    }

    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        Http1Connection? connection = null;
        CancellationTokenRegistration cancelling = default;
        try
        {
            connection = TakeIdle() ?? await ConnectAsync(cancellationToken);
            cancelling = cancellationToken.UnsafeRegister(static connection => ((Http1Connection)connection!).Dispose(), connection);
            var (traceparent, tracestate) = UpstreamTrace.Current();
            var isSent = true;
            try
            {
                await connection.SendAsync(request, traceparent, tracestate);
            }
            catch (SocketException) when (!cancellationToken.IsCancellationRequested)
            {
                // Who refuses a long request may do so before all of it has come; its answer says why.
                isSent = false;
            }

            var head = await connection.ReadHeadAsync();
            return new Http1Response(this, connection, head with { KeepsConnection = head.KeepsConnection && isSent }, cancelling, cancellationToken);
        }
        catch (Exception broken)
        {
            cancelling.Dispose();
            Return(connection, isReusable: false);
            if (Translate(broken, cancellationToken) is { } known)
            {
                throw known;
            }

            throw;
        }
    }

    /// <summary>Takes a connection back, or closes it.</summary>
    public void Return(Http1Connection? connection, bool isReusable)
    {
        if (connection is not null)
        {
            List<Http1Connection>? old = null;
            lock (_idle)
            {
                isReusable = isReusable && !_isDisposed && connection.Received.IsEmpty;
                if (isReusable)
                {
                    connection.Used = _time.GetTimestamp();
                    while (_idle.Count > 0 && _time.GetElapsedTime(_idle[0].Used, connection.Used) > LongestIdle)
                    {
                        (old ??= []).Add(_idle[0]);
                        _idle.RemoveAt(0);
                    }

                    _idle.Add(connection);
                }
            }

            old?.ForEach(c => c.Dispose());
            if (!isReusable)
            {
                connection.Dispose();
            }
        }

        _room.Release();
    }

    /// <summary>Closes what is idle; answers that are being read go on.</summary>
    public void Dispose()
    {
        Http1Connection[] idle;
        lock (_idle)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var connection in idle)
        {
            connection.Dispose();
        }
    }

    /// <summary>An exception of a socket in the terms of <see cref="IUpstreamClient"/>; null: it is in those terms, or not the socket's.</summary>
    public static Exception? Translate(Exception broken, CancellationToken cancellationToken) => broken switch
    {
        OperationCanceledException => null,
        SocketException or ObjectDisposedException or IOException or HttpRequestException when cancellationToken.IsCancellationRequested =>
            new OperationCanceledException("The request was cancelled.", broken, cancellationToken),
        SocketException or ObjectDisposedException => new IOException("The connection broke.", broken),
        _ => null,
    };

    private Http1Connection? TakeIdle()
    {
        while (true)
        {
            Http1Connection connection;
            lock (_idle)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_idle.Count == 0)
                {
                    return null;
                }

                connection = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }

            var idle = _time.GetElapsedTime(connection.Used);
            if (idle < SurelyOpen || (idle < LongestIdle && connection.IsQuiet()))
            {
                return connection;
            }

            connection.Dispose();
        }
    }

    private async ValueTask<Http1Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        EndPoint address = IPAddress.TryParse(_endpoint.IdnHost, out var known) ? new IPEndPoint(known, _endpoint.Port) : new DnsEndPoint(_endpoint.IdnHost, _endpoint.Port);
        var socket = known is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(known.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_connectTimeout);
        try
        {
            await socket.ConnectAsync(address, timeout.Token);
            return new Http1Connection(socket, _ownFields);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            var isName = refused.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;
            throw new HttpRequestException(isName ? HttpRequestError.NameResolutionError : HttpRequestError.ConnectionError, $"{refused.Message} ({_endpoint.Authority})", refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Host(Uri endpoint)
    {
        var host = endpoint.HostNameType == UriHostNameType.IPv6 ? $"[{endpoint.IdnHost}]" : endpoint.IdnHost;
        return endpoint.IsDefaultPort ? host : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{endpoint.Port}");
    }
}
