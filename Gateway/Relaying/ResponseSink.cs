using System.Buffers;
using LocalAi.Gateway.Calls;

namespace LocalAi.Gateway.Relaying;

/// <summary>Passes an answer to the caller as it comes: every part is one flush.</summary>
internal sealed class ResponseSink(HttpResponse response, ModelCall call) : AnswerSink
{
    private bool _isStream;
    private bool _hasLength;

    public override void Abort() => response.HttpContext.Abort();

    protected override void SendHead(AnswerHead head)
    {
        _isStream = head.ContentType.StartsWith("text/event-stream", StringComparison.Ordinal);
        _hasLength = head.Length is not null;
        response.StatusCode = StatusCodes.Status200OK;
        var headers = response.Headers;
        headers.ContentType = head.ContentType;
        headers.ContentLength = head.Length;
        if (_isStream)
        {
            // Proxies between us and the caller must not collect events.
            headers.CacheControl = "no-cache";
            headers["x-accel-buffering"] = "no";
        }

        AnswerHeaders.Write(headers, call, head.Upstream);
    }

    protected override async ValueTask SendAsync(ReadOnlyMemory<byte> part, bool isLast, CancellationToken cancellationToken)
    {
        if (isLast || (_hasLength && !_isStream))
        {
            // The server flushes when the answer is whole; a flush of our own would be a second packet.
            response.BodyWriter.Write(part.Span);
            if (response.BodyWriter.UnflushedBytes > 64 << 10)
            {
                await response.BodyWriter.FlushAsync(cancellationToken);
            }

            return;
        }

        var flushed = await response.BodyWriter.WriteAsync(part, cancellationToken);
        if (flushed.IsCompleted)
        {
            // Nobody reads any more.
            throw new OperationCanceledException(response.HttpContext.RequestAborted);
        }
    }
}
