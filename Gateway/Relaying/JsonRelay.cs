using System.Buffers;
using System.Text.Json;
using LocalAi.Gateway.Door;
using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Telemetry;
using LocalAi.Gateway.Upstreams.Http;

namespace LocalAi.Gateway.Relaying;

/// <summary>
/// Passes one JSON answer on. Up to <see cref="Window"/> bytes are held until the answer is whole and valid, so that a broken one can be
/// tried elsewhere; what is larger (embeddings of a thousand texts) streams through.
/// </summary>
internal static class JsonRelay
{
    private const int Window = 1 << 20;
    private const int FirstBuffer = 8 << 10;

    public static async ValueTask<UpstreamFailure?> RunAsync(UpstreamAttempt attempt, UpstreamResponse response)
    {
        var length = response.ContentLength;
        var buffer = ArrayPool<byte>.Shared.Rent(length is { } known and > 0 ? (int)Math.Min(known, Window) : FirstBuffer);
        var filled = 0;
        try
        {
            while (true)
            {
                if (filled == length)
                {
                    break;
                }

                if (filled == buffer.Length && !Grow(ref buffer, filled))
                {
                    return await PassThroughAsync(attempt, response, buffer, filled);
                }

                var read = await attempt.ReadAsync(response, buffer.AsMemory(filled));
                if (read == 0)
                {
                    break;
                }

                filled += read;
            }

            attempt.Call.FirstToken = attempt.Now;
            await DoorSockets.LeaveAsync(filled);
            if (!IsWhole(buffer.AsSpan(0, filled)))
            {
                return new UpstreamFailure(FailureKind.BadAnswer, filled == 0 ? "answered with nothing" : "answered with JSON that is cut short or garbled");
            }

            attempt.Sink.Start(Head(attempt, response, filled));
            attempt.Report(TokenUsage.Find(buffer.AsSpan(0, filled)), 0);
            attempt.Capture?.Add(buffer.AsSpan(0, filled));
            await attempt.Sink.WriteAsync(buffer.AsMemory(0, filled), attempt.ClientGone);
            return null;
        }
        catch (Exception broken) when (!attempt.Sink.HasContent && attempt.Explain(broken) is { } reason)
        {
            return reason with { Kind = reason.Kind == FailureKind.BrokenStream ? FailureKind.BadAnswer : reason.Kind };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<UpstreamFailure?> PassThroughAsync(
        UpstreamAttempt attempt, UpstreamResponse response, byte[] buffer, int filled)
    {
        attempt.Call.FirstToken = attempt.Now;
        attempt.Capture?.GiveUp();
        attempt.Sink.Start(Head(attempt, response, response.ContentLength));
        try
        {
            // The last two bytes written before the end tell whether the object was closed.
            byte last = 0;
            for (var read = filled; read > 0; read = await attempt.ReadAsync(response, buffer))
            {
                await attempt.Sink.WriteAsync(buffer.AsMemory(0, read), attempt.ClientGone);
                var end = buffer.AsSpan(0, read).TrimEnd(" \r\n\t"u8);
                last = end.IsEmpty ? last : end[^1];
                if (TokenUsage.Find(buffer.AsSpan(0, read)) is { } usage)
                {
                    attempt.Report(usage, 0);
                }
            }

            if (last == (byte)'}')
            {
                return null;
            }
        }
        catch (Exception broken) when (attempt.Explain(broken) is not null)
        {
            // Told below.
        }

        attempt.Sink.Abort();
        return new UpstreamFailure(FailureKind.BrokenStream, "broke off a long answer");
    }

    private static AnswerHead Head(UpstreamAttempt attempt, UpstreamResponse response, long? length) =>
        new(ContentType(response), length, attempt.Upstream.Name);

    private static string ContentType(UpstreamResponse response) =>
        response.ContentType is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase) ? type : "application/json";

    private static bool IsWhole(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Grow(ref byte[] buffer, int filled)
    {
        if (filled >= Window)
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 4, Window));
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }
}
