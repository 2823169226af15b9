using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Reads a request's body, unpacked, up to the limit. The limit counts on the wire and unpacked: a small gzip can hold gigabytes.</summary>
internal static class OtlpBody
{
    /// <summary>The body, or null when it is larger than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="OtlpFormatException">The encoding is unknown or the gzip is broken.</exception>
    public static async Task<ArraySegment<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        var encoding = request.Headers.ContentEncoding.ToString();
        var isGzip = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isGzip && encoding is not ("" or "identity"))
            throw new OtlpFormatException($"Content-Encoding '{encoding}' is not supported; send gzip or nothing.");

        var body = await ReadAllAsync(request.Body, limit, cancellationToken);
        return isGzip && body is { } packed ? await UnpackAsync(packed, limit, cancellationToken) : body;
    }

    private static async Task<ArraySegment<byte>?> UnpackAsync(ArraySegment<byte> packed, int limit, CancellationToken cancellationToken)
    {
        const string invalid = "The body is not valid gzip.";
        try
        {
            await using var stream = new GZipStream(new MemoryStream(packed.Array!, packed.Offset, packed.Count), CompressionMode.Decompress);
            var unpacked = await ReadAllAsync(stream, limit, cancellationToken);

            // GZipStream takes the end of its input for the end of the data. The trailer tells (RFC 1952, section 2.3.1: ISIZE).
            var isWhole = unpacked is null
                || packed.Count > 4 && BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan()[^4..]) == (uint)unpacked.Value.Count;
            return isWhole ? unpacked : throw new OtlpFormatException(invalid);
        }
        catch (InvalidDataException)
        {
            throw new OtlpFormatException(invalid);
        }
    }

    private static async Task<ArraySegment<byte>?> ReadAllAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 << 10];
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return new ArraySegment<byte>(buffer, 0, length);

            length += read;
            if (length > limit)
                return null;

            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit + 1L));
        }
    }
}
