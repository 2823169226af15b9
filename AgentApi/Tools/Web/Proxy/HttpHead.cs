using System.Text;

namespace LocalAi.AgentApi.Tools.Web.Proxy;

/// <summary>The first lines of an HTTP/1.1 message, up to the empty line, and what of the body came with them.</summary>
internal sealed class HttpHead
{
    private const int MaxBytes = 64 * 1024;

    private HttpHead(string startLine, List<string> fields, ReadOnlyMemory<byte> rest, int bytes)
    {
        Bytes = bytes;
        StartLine = startLine;
        Fields = fields;
        Rest = rest;
    }

    /// <summary>All that was read, with <see cref="Rest"/>.</summary>
    public int Bytes { get; }

    public string StartLine { get; }

    /// <summary>Each <c>Name: value</c>, unchanged.</summary>
    public List<string> Fields { get; }

    public ReadOnlyMemory<byte> Rest { get; }

    /// <returns>Null when the stream ended first or the head is longer than 64 KB.</returns>
    public static async Task<HttpHead?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 * 1024];
        for (var length = 0; length < MaxBytes;)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            // The end may lie across two reads.
            var from = Math.Max(0, length - 3);
            length += read;
            var end = buffer.AsSpan(from, length - from).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var lines = Encoding.Latin1.GetString(buffer, 0, from + end).Split("\r\n");
                return new HttpHead(lines[0], [.. lines.Skip(1)], buffer.AsMemory(from + end + 4, length - from - end - 4), length);
            }
        }

        return null;
    }

    /// <summary>The head with another first line, for one exchange only, without the fields that are meant for the next hop.</summary>
    public byte[] Rewrite(string startLine)
    {
        var text = new StringBuilder(startLine).Append("\r\n");
        foreach (var field in Fields.Where(f => !IsHopByHop(f)))
        {
            text.Append(field).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("Connection: close\r\n\r\n").ToString());
    }

    private static bool IsHopByHop(string field) =>
        field.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
        || field.StartsWith("Keep-Alive:", StringComparison.OrdinalIgnoreCase)
        || field.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
        || field.StartsWith("Upgrade:", StringComparison.OrdinalIgnoreCase);
}
