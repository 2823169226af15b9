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
        if (encoding is "" or "identity")
            return await ReadAllAsync(request.Body, limit, cancellationToken);

        if (!encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            throw new OtlpFormatException($"Content-Encoding '{encoding}' is not supported; send gzip or nothing.");

        try
        {
            await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress);
            return await ReadAllAsync(unpacked, limit, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new OtlpFormatException("The body is not valid gzip.");
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
