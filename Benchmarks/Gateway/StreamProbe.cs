using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalAi.Benchmarks.Gateway;

/// <summary>Reads streams from a bare socket and notes when each chunk arrives, against the time the mock wrote into it.</summary>
internal static class StreamProbe
{
    /// <summary>Median time from the request to the first chunk, in microseconds, over <paramref name="count"/> streams one after the other.</summary>
    public static async Task<double> FirstTokenAsync(LoadTarget target, string body, int count, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        using var client = new TcpClient { NoDelay = true };
        var uri = new Uri(target.Url);
        await client.ConnectAsync(IPAddress.Loopback, uri.Port, cancellationToken);
        var request = Request(target, body);
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.GetStream().WriteAsync(request, cancellationToken);
            var first = 0L;
            await ReadAsync(client.GetStream(), (_, at, _) => first = first == 0 ? at : first, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started, first).TotalMicroseconds);
        }

        return Figures.Median(times);
    }

    /// <summary>Median transit of a chunk in microseconds over parallel paced streams, and how many chunks came together with another.</summary>
    public static async Task<(double Transit, int Merged)> TransitAsync(LoadTarget target, string body, int streams, int rounds, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var merged = 0;
        await Task.WhenAll(Enumerable.Range(0, streams).Select(async _ =>
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, new Uri(target.Url).Port, cancellationToken);
            for (var i = 0; i < rounds; i++)
            {
                await client.GetStream().WriteAsync(Request(target, body), cancellationToken);
                await ReadAsync(
                    client.GetStream(),
                    (sent, at, together) =>
                    {
                        lock (times)
                        {
                            times.Add(Stopwatch.GetElapsedTime(sent, at).TotalMicroseconds);
                            merged += together > 1 ? 1 : 0;
                        }
                    },
                    cancellationToken);
            }
        }));
        return (Figures.Median(times), merged);
    }

    private static byte[] Request(LoadTarget target, string body) => Encoding.UTF8.GetBytes(
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{string.Concat(target.Headers.Select(h => $"{h.Key}: {h.Value}\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static async Task ReadAsync(NetworkStream stream, Action<long, long, int> onChunk, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        var held = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(held), cancellationToken);
            var at = Stopwatch.GetTimestamp();
            if (read == 0)
            {
                throw new IOException("the stream ended early");
            }

            held += read;
            held = Consume(buffer, held, at, onChunk, out var done);
            if (done)
            {
                return;
            }
        }
    }

    private static int Consume(byte[] buffer, int held, long at, Action<long, long, int> onChunk, out bool done)
    {
        var text = buffer.AsSpan(0, held);
        var sent = new List<long>();
        var position = 0;
        while (text[position..].IndexOf("\"t\":"u8) is var mark and >= 0 && text[(position + mark)..].IndexOf((byte)'}') is var end and >= 0)
        {
            sent.Add(long.Parse(text.Slice(position + mark + 4, end - 4), CultureInfo.InvariantCulture));
            position += mark + end;
        }

        foreach (var time in sent)
        {
            onChunk(time, at, sent.Count);
        }

        // The end of a chunked body.
        done = text.EndsWith("0\r\n\r\n"u8) && text.IndexOf("[DONE]"u8) >= 0;
        text[position..].CopyTo(buffer);
        return done ? 0 : held - position;
    }
}
