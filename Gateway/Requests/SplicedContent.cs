using System.Net;
using System.Net.Http.Headers;

namespace LocalAi.Gateway.Requests;

/// <summary>The caller's body with another model name: written from where it stands, in three or four pieces, as often as it is sent.</summary>
internal sealed class SplicedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ReadOnlyMemory<byte> _body;
    private readonly Range _token;
    private readonly ReadOnlyMemory<byte> _model;
    private readonly ReadOnlyMemory<byte> _extra;

    /// <param name="body">The whole request.</param>
    /// <param name="token">Where the model's JSON string stands in it.</param>
    /// <param name="model">The JSON string to write instead, quotes included; empty: leave the model.</param>
    /// <param name="extra">Fields a provider wants (<c>"ttl":900,</c>), written after the opening brace; or empty.</param>
    public SplicedContent(ReadOnlyMemory<byte> body, Range token, ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> extra)
    {
        _body = body;
        _token = token;
        _model = model;
        _extra = extra;
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var rest = _body;
        if (!_extra.IsEmpty)
        {
            var brace = rest.Span.IndexOf((byte)'{') + 1;
            await stream.WriteAsync(rest[..brace], cancellationToken);
            await stream.WriteAsync(_extra, cancellationToken);
            rest = rest[brace..];
        }

        if (!_model.IsEmpty)
        {
            var consumed = _body.Length - rest.Length;
            var (start, length) = _token.GetOffsetAndLength(_body.Length);
            await stream.WriteAsync(rest[..(start - consumed)], cancellationToken);
            await stream.WriteAsync(_model, cancellationToken);
            rest = _body[(start + length)..];
        }

        await stream.WriteAsync(rest, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        var (_, replaced) = _token.GetOffsetAndLength(_body.Length);
        length = _body.Length + _extra.Length + (_model.IsEmpty ? 0 : _model.Length - replaced);
        return true;
    }
}
