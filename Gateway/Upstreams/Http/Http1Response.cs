namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>An answer that is being read from a connection, which goes back to its pool when all of it was.</summary>
internal sealed class Http1Response : UpstreamResponse
{
    private readonly Http1Client _client;
    private readonly Http1Connection _connection;
    private readonly CancellationTokenRegistration _cancelling;
    private readonly CancellationToken _cancellationToken;
    private readonly Http1Head _head;
    private Http1Body _body;
    private bool _isDisposed;

    public Http1Response(Http1Client client, Http1Connection connection, Http1Head head, CancellationTokenRegistration cancelling, CancellationToken cancellationToken)
    {
        _client = client;
        _connection = connection;
        _head = head;
        _body = new Http1Body(head);
        _cancelling = cancelling;
        _cancellationToken = cancellationToken;
    }

    public override int Status => _head.Status;

    public override string? ContentType => _head.ContentType;

    public override long? ContentLength => _head.ContentLength;

    public override string? RetryAfter => _head.RetryAfter;

    public override bool IsOver => _body.IsOver;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_body.IsOver || buffer.IsEmpty)
        {
            return ValueTask.FromResult(0);
        }

        var taken = _body.Take(_connection, buffer.Span);
        return taken > 0 || _body.IsOver ? ValueTask.FromResult(taken) : WaitAsync(buffer);
    }

    public override void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _cancelling.Dispose();
        _client.Return(_connection, _body.IsOver && !_body.EndsWithConnection && _head.KeepsConnection && !_cancellationToken.IsCancellationRequested);
    }

    private async ValueTask<int> WaitAsync(Memory<byte> buffer)
    {
        try
        {
            while (true)
            {
                // Straight into the caller's memory where no frame can be between.
                var run = (int)Math.Min(_body.Run, buffer.Length);
                var read = run > 0 ? await _connection.ReceiveAsync(buffer[..run]) : await _connection.FillAsync();
                if (read == 0)
                {
                    if (!_body.EndsWithConnection)
                    {
                        throw new IOException("The connection was closed in the middle of the answer.");
                    }

                    _body.End();
                    return 0;
                }

                if (run > 0)
                {
                    _body.Advance(read);
                    return read;
                }

                var taken = _body.Take(_connection, buffer.Span);
                if (taken > 0 || _body.IsOver)
                {
                    return taken;
                }
            }
        }
        catch (Exception broken) when (Http1Client.Translate(broken, _cancellationToken) is { } known)
        {
            throw known;
        }
    }
}
