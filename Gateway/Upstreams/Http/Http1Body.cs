using System.Buffers.Text;

namespace LocalAi.Gateway.Upstreams.Http;

/// <summary>Where a body ends (RFC 9112 section 6): after its length, after its last chunk, or with the connection.</summary>
internal struct Http1Body
{
    private readonly bool _isChunked;
    private Part _part;
    private long _left;

    public Http1Body(Http1Head head)
    {
        _isChunked = head.IsChunked;
        _left = head.HasBody ? head.ContentLength ?? (head.IsChunked ? 0 : long.MaxValue) : 0;
        _part = !head.HasBody || (!head.IsChunked && _left == 0) ? Part.Over : head.IsChunked ? Part.Size : Part.Content;
        EndsWithConnection = head.HasBody && !head.IsChunked && head.ContentLength is null;
    }

    private enum Part
    {
        /// <summary>The line with a chunk's size.</summary>
        Size,

        /// <summary>Bytes of the body.</summary>
        Content,

        /// <summary>The line end behind a chunk.</summary>
        Gap,

        /// <summary>Fields behind the last chunk, up to an empty line.</summary>
        Trailer,

        Over,
    }

    public bool EndsWithConnection { get; }

    public bool IsOver => _part == Part.Over;

    /// <summary>Bytes of the body that come next without anything between them; 0 when something else comes first.</summary>
    public readonly long Run => _part == Part.Content ? _left : 0;

    /// <summary>Notes that so many bytes of <see cref="Run"/> were read.</summary>
    public void Advance(int count)
    {
        _left -= count;
        if (_left == 0)
        {
            _part = _isChunked ? Part.Gap : Part.Over;
        }
    }

    /// <summary>Notes that the connection ended, where that is the end.</summary>
    public void End() => _part = Part.Over;

    /// <summary>Passes what has come of the body on, without the frames of chunks.</summary>
    /// <param name="connection">Has what came.</param>
    /// <param name="buffer">To be filled.</param>
    /// <returns>Bytes of the body.</returns>
    /// <exception cref="IOException">Chunks are not framed as they must be.</exception>
    public int Take(Http1Connection connection, Span<byte> buffer)
    {
        var taken = 0;
        while (_part != Part.Over && !connection.Received.IsEmpty)
        {
            if (_part == Part.Content)
            {
                var count = (int)Math.Min(Math.Min(_left, connection.Received.Length), buffer.Length - taken);
                if (count == 0)
                {
                    break;
                }

                connection.Received[..count].CopyTo(buffer[taken..]);
                connection.Skip(count);
                taken += count;
                Advance(count);
            }
            else
            {
                var end = connection.Received.IndexOf((byte)'\n');
                if (end < 0)
                {
                    break;
                }

                Read(connection.Received[..end].TrimEnd((byte)'\r'));
                connection.Skip(end + 1);
            }
        }

        return taken;
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.Gap:
                _part = line.IsEmpty ? Part.Size : throw new HttpIOException(HttpRequestError.InvalidResponse, "A chunk is longer than it says.");
                break;
            case Part.Trailer:
                _part = line.IsEmpty ? Part.Over : Part.Trailer;
                break;
            default:
                _left = Size(line);
                _part = _left == 0 ? Part.Trailer : Part.Content;
                break;
        }
    }

    /// <summary>Reads <c>1a3f;name=value</c>: extensions are ignored (RFC 9112 section 7.1.1).</summary>
    private static long Size(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny(";\t "u8);
        var digits = end < 0 ? line : line[..end];
        return digits.Length is > 0 and <= 15 && Utf8Parser.TryParse(digits, out long size, out var read, 'x') && read == digits.Length
            ? size
            : throw new HttpIOException(HttpRequestError.InvalidResponse, "The size of a chunk is no number.");
    }
}
