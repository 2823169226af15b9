using System.Buffers;
using System.Text.Json;
using ModelContextProtocol;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// The body of an answer. Its head goes out with the first message, and a response, which is always the last message, with the end of the body: a
/// quick answer is one packet, and the stateless revision can tell some errors by the status too. A slow answer sends its head alone after a moment,
/// since clients give up on a silent server.
/// </summary>
internal sealed class McpResponseStream : Stream
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private readonly HttpContext _context;
    private readonly bool _stateless;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Task _head = Task.CompletedTask;
    private bool _started;
    private bool _last;

    public McpResponseStream(HttpContext context, bool stateless, TimeProvider time)
    {
        _context = context;
        _stateless = stateless;
        _timer = time.CreateTimer(static self => ((McpResponseStream)self!).SendHead(), this, Moment, Timeout.InfiniteTimeSpan);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes one event a call, as the SDK writes them.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var first = Start();
        await _head;
        _last = IsResponse(buffer.Span, out var status);
        if (first && _stateless)
        {
            _context.Response.StatusCode = status;
        }

        _context.Response.BodyWriter.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing before the first message and after the last one, which the end of the body sends.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_started || _last)
            {
                return Task.CompletedTask;
            }
        }

        return FlushAllAsync(cancellationToken);
    }

    /// <summary>After this nothing is written any more.</summary>
    public override async ValueTask DisposeAsync()
    {
        Start();
        await _timer.DisposeAsync();
        await _head.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>True for an event with a JSON-RPC response. Its status: errors of the request itself are told by it.</summary>
    internal static bool IsResponse(ReadOnlySpan<byte> message, out int status)
    {
        status = StatusCodes.Status200OK;
        var start = message.IndexOf((byte)'{');
        var reader = new Utf8JsonReader(start < 0 ? [] : message[start..], isFinalBlock: false, default);
        for (var inError = false; reader.Read();)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 1 && !inError)
            {
                if (reader.ValueTextEquals("result"u8))
                {
                    return true;
                }

                if (reader.ValueTextEquals("method"u8))
                {
                    return false;
                }

                inError = reader.ValueTextEquals("error"u8);
            }
            else if (inError && reader.CurrentDepth == 2 && reader.ValueTextEquals("code"u8) && reader.Read() && reader.TryGetInt32(out var code))
            {
                status = Status((McpErrorCode)code);
                return true;
            }
        }

        return false;
    }

    private static int Status(McpErrorCode code) => code switch
    {
        McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
        McpErrorCode.HeaderMismatch or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.MissingRequiredClientCapability => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status200OK,
    };

    /// <summary>True for who comes first.</summary>
    private bool Start()
    {
        lock (_gate)
        {
            return !_started && (_started = true);
        }
    }

    private async Task FlushAllAsync(CancellationToken cancellationToken)
    {
        await _head;
        await _context.Response.Body.FlushAsync(cancellationToken);
    }

    private void SendHead()
    {
        lock (_gate)
        {
            if (!_started)
            {
                _started = true;
                _head = SendHeadAsync();
            }
        }
    }

    private async Task SendHeadAsync()
    {
        try
        {
            await _context.Response.Body.FlushAsync(_context.RequestAborted);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client left; the call itself learns it by its cancellation.
        }
    }
}
