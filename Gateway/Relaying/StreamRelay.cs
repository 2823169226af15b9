using System.Buffers;
using LocalAi.Gateway.Resilience;
using LocalAi.Gateway.Upstreams.Http;

namespace LocalAi.Gateway.Relaying;

/// <summary>
/// Passes a stream of events on: what one read brings goes out as one chunk, cut at the end of the last whole event so that a break never
/// leaves half an event with the caller. Holds at most <see cref="LongestHeld"/> bytes; a larger event passes in pieces.
/// </summary>
internal static class StreamRelay
{
    private const int FirstBuffer = 8 << 10;
    private const int LongestHeld = 256 << 10;

    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();
    private static readonly byte[] EndOfLine = "\n\n"u8.ToArray();

    /// <summary>Relays until the end, a break, or cancellation.</summary>
    /// <returns>Null when the whole answer was passed on.</returns>
    public static async ValueTask<UpstreamFailure?> RunAsync(UpstreamAttempt attempt, UpstreamResponse response)
    {
        var scanner = new SseScanner(attempt.Capture);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var held = 0;
        var inPieces = false;
        UpstreamFailure? failure = null;
        try
        {
            while (true)
            {
                if (held == buffer.Length)
                {
                    if (held >= LongestHeld)
                    {
                        inPieces = true;
                        attempt.Capture?.GiveUp();
                        await SendAsync(held);
                        held = 0;
                    }
                    else
                    {
                        Grow(ref buffer, held);
                    }
                }

                int read;
                try
                {
                    read = await attempt.ReadAsync(response, buffer.AsMemory(held));
                }
                catch (Exception broken) when (attempt.Explain(broken) is { } reason)
                {
                    failure = reason;
                    break;
                }

                if (read == 0)
                {
                    break;
                }

                var filled = held + read;
                var whole = scanner.Consume(buffer.AsSpan(0, filled), held);
                if (inPieces && whole > 0)
                {
                    inPieces = false;
                }

                if (whole == 0)
                {
                    held = filled;
                    continue;
                }

                if (scanner.HasError && !attempt.Sink.HasContent)
                {
                    return new UpstreamFailure(FailureKind.ServerError, "reported an error: " + Preview(buffer.AsSpan(0, whole)));
                }

                attempt.Call.FirstToken = attempt.Call.FirstToken == 0 ? attempt.Now : attempt.Call.FirstToken;
                await SendAsync(whole);
                held = filled - whole;
                if (held > 0)
                {
                    buffer.AsSpan(whole, held).CopyTo(buffer);
                }
            }

            if (failure is null && held > 0 && scanner.HasFinished)
            {
                // The last event lacks its blank line.
                scanner.Consume([.. buffer.AsSpan(0, held), .. EndOfLine], 0);
                await SendAsync(held);
                await attempt.Sink.WriteAsync(EndOfLine, attempt.ClientGone);
            }

            failure = Judge(scanner, failure, inPieces);
            if (failure is null && !scanner.IsDone)
            {
                await attempt.Sink.WriteAsync(Done, attempt.ClientGone);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            attempt.Report(scanner.Usage, scanner.Events);
        }

        if (failure is not null && inPieces)
        {
            // Ends the event that was cut, so that the error that follows stands alone.
            await attempt.Sink.WriteAsideAsync(EndOfLine, attempt.ClientGone);
        }

        return failure;

        ValueTask SendAsync(int count)
        {
            if (!attempt.Sink.HasStarted)
            {
                attempt.Sink.Start(new AnswerHead(response.ContentType!, null, attempt.Upstream.Name));
            }

            ReadOnlyMemory<byte> events = buffer.AsMemory(0, count);
            events = attempt.Upstream.Provider.Mender?.Mend(events) ?? events;
            return response.IsOver && scanner.IsDone ? attempt.Sink.WriteLastAsync(events, attempt.ClientGone) : attempt.Sink.WriteAsync(events, attempt.ClientGone);
        }
    }

    private static UpstreamFailure? Judge(SseScanner scanner, UpstreamFailure? failure, bool inPieces)
    {
        if (scanner.IsDone || (scanner.HasFinished && !inPieces))
        {
            return scanner.HasError ? new UpstreamFailure(FailureKind.BrokenStream, "reported an error inside the stream") : null;
        }

        return scanner.HasError ? new UpstreamFailure(FailureKind.BrokenStream, "reported an error inside the stream")
            : failure is null ? new UpstreamFailure(scanner.Events == 0 ? FailureKind.BadAnswer : FailureKind.BrokenStream, "ended its stream before the answer was complete")
            : failure;
    }

    private static void Grow(ref byte[] buffer, int held)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 4, LongestHeld));
        buffer.AsSpan(0, held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static string Preview(ReadOnlySpan<byte> events) => ErrorBody.Sentence(events) ?? "no details";
}
