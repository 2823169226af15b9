namespace LocalAi.Gateway.Requests;

/// <summary>The caller's body with another model name: sent from where it stands, in up to five pieces, as often as it is needed.</summary>
internal readonly struct SplicedBody
{
    public const int Pieces = 5;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _extraAt;
    private readonly int _modelStart;
    private readonly int _modelEnd;
    private readonly ReadOnlyMemory<byte> _model;
    private readonly ReadOnlyMemory<byte> _extra;

    /// <param name="body">The whole request.</param>
    /// <param name="token">Where the model's JSON string stands in it.</param>
    /// <param name="model">The JSON string to write instead, quotes included; empty: leave the model.</param>
    /// <param name="extra">Fields a provider wants (<c>"ttl":900,</c>), written after the opening brace; or empty.</param>
    public SplicedBody(ReadOnlyMemory<byte> body, Range token, ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> extra)
    {
        _body = body;
        _model = model;
        _extra = extra;
        _extraAt = extra.IsEmpty ? 0 : body.Span.IndexOf((byte)'{') + 1;
        (_modelStart, var length) = model.IsEmpty ? (body.Length, 0) : token.GetOffsetAndLength(body.Length);
        _modelEnd = _modelStart + length;
    }

    /// <summary>A body that is sent as it is.</summary>
    public SplicedBody(ReadOnlyMemory<byte> body)
        : this(body, default, default, default)
    {
    }

    public long Length => (long)_body.Length - (_modelEnd - _modelStart) + _model.Length + _extra.Length;

    /// <param name="piece">0 to <see cref="Pieces"/> - 1.</param>
    public ReadOnlyMemory<byte> this[int piece] => piece switch
    {
        0 => _body[.._extraAt],
        1 => _extra,
        2 => _body[_extraAt.._modelStart],
        3 => _model,
        _ => _body[_modelEnd..],
    };
}
