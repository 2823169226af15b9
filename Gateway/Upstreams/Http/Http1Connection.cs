using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>One connection: requests go out and heads come in, one at a time, through one buffer.</summary>
internal sealed class Http1Connection(Socket socket, ReadOnlyMemory<byte> ownFields) : IDisposable
{
    private const int Room = 8 << 10;
    private const int LongestHead = 64 << 10;

    private byte[] _buffer = new byte[Room + ownFields.Length];
    private int _start;
    private int _end;

    /// <summary>When it was last used, in <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Used { get; set; }

    /// <summary>What came and was not read yet.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start, _end - _start);

    public void Skip(int count) => _start += count;

    /// <summary>True when the other side has neither closed it nor said anything unasked.</summary>
    public bool IsQuiet()
    {
        try
        {
            return _start == _end && !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Sends a request: what fits the buffer together in one piece, longer bodies from where they stand.</summary>
    /// <param name="request">The request.</param>
    /// <param name="traceparent">W3C Trace Context, or null.</param>
    /// <param name="tracestate">W3C Trace Context, or null.</param>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async ValueTask SendAsync(UpstreamRequest request, string? traceparent, string? tracestate)
    {
        var filled = WriteHead(request, traceparent, tracestate);
        for (var piece = 0; piece < SplicedBody.Pieces; piece++)
        {
            for (var rest = request.Body[piece]; !rest.IsEmpty;)
            {
                if (filled == 0 && rest.Length >= _buffer.Length)
                {
                    await SendAllAsync(rest);
                    break;
                }

                var count = Math.Min(rest.Length, _buffer.Length - filled);
                rest[..count].CopyTo(_buffer.AsMemory(filled));
                rest = rest[count..];
                filled += count;
                if (filled == _buffer.Length)
                {
                    await SendAllAsync(_buffer);
                    filled = 0;
                }
            }
        }

        if (filled > 0)
        {
            await SendAllAsync(_buffer.AsMemory(0, filled));
        }

        _start = _end = 0;
    }

    /// <summary>Waits for the head of the answer; interim ones (1xx) are passed over.</summary>
    /// <exception cref="HttpRequestException">What comes is not HTTP, or longer than 64 KiB.</exception>
    /// <exception cref="IOException">The connection ended before.</exception>
    public async ValueTask<Http1Head> ReadHeadAsync()
    {
        while (true)
        {
            if (Http1Head.FindEnd(Received) is > 0 and var length)
            {
                var head = Http1Head.Parse(Received[..length]);
                Skip(length);
                if (head.Status >= StatusCodes.Status200OK)
                {
                    return head;
                }

                if (head.Status == StatusCodes.Status101SwitchingProtocols)
                {
                    throw Http1Head.Invalid("it changes the protocol without being asked");
                }
            }
            else if (await FillAsync() == 0)
            {
                throw new IOException("The connection was closed before an answer came.");
            }
        }
    }

    /// <summary>Waits for more and puts it behind <see cref="Received"/>.</summary>
    /// <returns>Bytes that came; 0: the other side has closed.</returns>
    /// <exception cref="IOException">More than 64 KiB came of what has to be seen whole.</exception>
    public async ValueTask<int> FillAsync()
    {
        if (_start > 0)
        {
            Received.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= LongestHead)
            {
                throw new HttpIOException(HttpRequestError.InvalidResponse, "Its head, or the frame of a part, is longer than 64 KiB.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await ReceiveAsync(_buffer.AsMemory(_end));
        _end += read;
        return read;
    }

    /// <summary>Waits for more, past the buffer, which must be empty.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None);

    /// <summary>Closes it; whatever waits on it ends with an exception.</summary>
    public void Dispose() => socket.Dispose();

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None)..];
        }
    }

    private int WriteHead(UpstreamRequest request, string? traceparent, string? tracestate)
    {
        var writer = new HeadWriter(_buffer);
        writer.Add(request.Method.Method);
        writer.Add(" ");
        writer.Add(request.Address.PathAndQuery);
        writer.Add(" HTTP/1.1\r\n");
        writer.Add(ownFields.Span);
        writer.AddField("x-request-id: ", request.RequestId);
        writer.AddField("traceparent: ", traceparent);
        writer.AddField("tracestate: ", tracestate);
        if (request.Method == HttpMethod.Post)
        {
            writer.AddLength(request.Body.Length);
        }

        writer.Add("\r\n");
        return writer.Length;
    }

    private ref struct HeadWriter(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_buffer[Length..]);
            Length += bytes.Length;
        }

        public void Add(string text) => Length += Encoding.ASCII.GetBytes(text, _buffer[Length..]);

        public void AddField(string name, string? value)
        {
            if (value is not null)
            {
                Add(name);
                Add(value);
                Add("\r\n");
            }
        }

        public void AddLength(long length)
        {
            Add("Content-Type: application/json\r\nContent-Length: "u8);
            Utf8Formatter.TryFormat(length, _buffer[Length..], out var written);
            Length += written;
            Add("\r\n"u8);
        }
    }
}
