using System.Buffers.Text;
using System.Text;

namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>What the gateway needs of the head of an HTTP/1.1 answer (RFC 9112).</summary>
internal readonly record struct Http1Head
{
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>Bytes, or null.</summary>
    public long? ContentLength { get; init; }

    public bool IsChunked { get; init; }

    /// <summary>Whether another request may be sent on the connection afterwards.</summary>
    public bool KeepsConnection { get; init; }

    /// <summary>Whether a body follows at all.</summary>
    public bool HasBody => Status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified);

    /// <summary>Length of the head, its empty line included; 0 when it is not complete. Lines may end in a bare LF (RFC 9112 section 2.2).</summary>
    public static int FindEnd(ReadOnlySpan<byte> received)
    {
        var usual = received.IndexOf("\r\n\r\n"u8);
        if (usual >= 0)
        {
            return usual + 4;
        }

        for (var at = received.IndexOf((byte)'\n'); at >= 0;)
        {
            var rest = received[(at + 1)..];
            if (rest.StartsWith("\n"u8) || rest.StartsWith("\r\n"u8))
            {
                return at + (rest[0] == (byte)'\n' ? 2 : 3);
            }

            var next = rest.IndexOf((byte)'\n');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return 0;
    }

    /// <exception cref="HttpRequestException">It is not the head of an HTTP/1 answer.</exception>
    public static Http1Head Parse(ReadOnlySpan<byte> head)
    {
        var line = NextLine(ref head);
        if (line.Length < 12
            || !(line.StartsWith("HTTP/1.1 "u8) || line.StartsWith("HTTP/1.0 "u8))
            || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var digits)
            || digits != 3
            || status < 100
            || (line.Length > 12 && line[12] != (byte)' '))
        {
            throw Invalid("its first line is not that of an answer");
        }

        var fields = new Fields { KeepsConnection = line[7] == (byte)'1' };
        while (NextLine(ref head) is { IsEmpty: false } field)
        {
            var colon = field.IndexOf((byte)':');
            if (colon <= 0 || field[0] is (byte)' ' or (byte)'\t')
            {
                throw Invalid("a header has no name");
            }

            fields.Add(field[..colon], field[(colon + 1)..].Trim(" \t"u8));
        }

        return new Http1Head
        {
            Status = status,
            ContentType = fields.ContentType,
            RetryAfter = fields.RetryAfter,

            // With both the chunks count, and the connection is not used again (RFC 9112 section 6.3).
            ContentLength = fields.IsChunked ? null : fields.ContentLength,
            IsChunked = fields.IsChunked,
            KeepsConnection = fields.KeepsConnection && !(fields.IsChunked && fields.ContentLength is not null),
        };
    }

    public static HttpRequestException Invalid(string why) => new(HttpRequestError.InvalidResponse, $"It does not answer in HTTP: {why}.");

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? default : head[(end + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private struct Fields
    {
        public string? ContentType;
        public string? RetryAfter;
        public long? ContentLength;
        public bool IsChunked;
        public bool KeepsConnection;

        public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            switch (name.Length)
            {
                case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                    KeepsConnection = Ascii.EqualsIgnoreCase(value, "keep-alive"u8) || (KeepsConnection && !Ascii.EqualsIgnoreCase(value, "close"u8));
                    break;
                case 11 when Ascii.EqualsIgnoreCase(name, "retry-after"u8):
                    RetryAfter = Text(value);
                    break;
                case 12 when Ascii.EqualsIgnoreCase(name, "content-type"u8):
                    ContentType = value.SequenceEqual("application/json"u8) ? "application/json"
                        : value.SequenceEqual("text/event-stream"u8) ? "text/event-stream"
                        : Text(value);
                    break;
                case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                    if (!Utf8Parser.TryParse(value, out ulong length, out var digits) || digits != value.Length || length > long.MaxValue || (ContentLength is { } other && other != (long)length))
                    {
                        throw Invalid("its length is no number");
                    }

                    ContentLength = (long)length;
                    break;
                case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                    IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8) ? true : throw Invalid("only chunks are understood as transfer encoding");
                    break;
            }
        }

        /// <summary>A value that may be passed on; null when it has letters no header may have.</summary>
        private static string? Text(ReadOnlySpan<byte> value) =>
            value.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? null : Encoding.ASCII.GetString(value);
    }
}
