using System.Net;
using System.Net.Http.Headers;

namespace LocalAi.Gateway.Requests;

/// <summary>A <see cref="SplicedBody"/> for the framework's client.</summary>
internal sealed class SplicedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly SplicedBody _body;

    public SplicedContent(SplicedBody body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var piece = 0; piece < SplicedBody.Pieces; piece++)
        {
            if (!_body[piece].IsEmpty)
            {
                await stream.WriteAsync(_body[piece], cancellationToken);
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
