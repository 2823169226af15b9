using LocalAi.Gateway.Telemetry;

namespace LocalAi.Gateway.Relaying;

/// <summary>Looks through the events of a stream as they pass: where whole events end, whether the stream is complete, what it used.</summary>
/// <param name="capture">Takes note of the answer, or null.</param>
internal sealed class SseScanner(AnswerCapture? capture = null)
{
    /// <summary><c>data: [DONE]</c> has passed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>A finish_reason has passed: the answer itself is complete, with or without [DONE].</summary>
    public bool HasFinished { get; private set; }

    /// <summary>The upstream reported an error inside the stream.</summary>
    public bool HasError { get; private set; }

    /// <summary>Events that carry a part of the answer; about one token each.</summary>
    public int Events { get; private set; }

    public TokenUsage? Usage { get; private set; }

    /// <summary>Length of the whole events at the beginning of <paramref name="bytes"/>; 0 when not even one is complete.</summary>
    /// <param name="bytes">From the beginning of an event.</param>
    /// <param name="searched">Bytes at the beginning that were looked through before, without an end.</param>
    public int Consume(ReadOnlySpan<byte> bytes, int searched)
    {
        var start = 0;
        var from = Math.Max(0, searched - 3);
        while (true)
        {
            var end = EndOfEvent(bytes[from..]);
            if (end < 0)
            {
                return start;
            }

            end += from;
            Inspect(bytes[start..end]);
            start = end;
            from = end;
        }
    }

    /// <summary>After the blank line that ends the first event, or -1. Lines end in LF or CR LF.</summary>
    private static int EndOfEvent(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (true)
        {
            var line = bytes[offset..].IndexOf((byte)'\n');
            if (line < 0)
            {
                return -1;
            }

            offset += line + 1;
            var rest = bytes[offset..];
            if (rest.StartsWith("\n"u8))
            {
                return offset + 1;
            }

            if (rest.StartsWith("\r\n"u8))
            {
                return offset + 2;
            }
        }
    }

    private void Inspect(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'\n' or (byte)'\r' or (byte)':')
        {
            return;
        }

        if (text.StartsWith("error:"u8))
        {
            HasError = true;
            return;
        }

        // An event may name its type before its data.
        var field = text.StartsWith("data:"u8) ? 0 : text.IndexOf("\ndata:"u8) + 1;
        if (field == 0 && !text.StartsWith("data:"u8))
        {
            return;
        }

        var data = text[(field + "data:".Length)..].TrimStart((byte)' ');
        if (data.StartsWith("[DONE]"u8))
        {
            IsDone = true;
            return;
        }

        Events++;
        capture?.Add(data);
        HasError |= data.StartsWith("{\"error\":"u8) || data.StartsWith("{\"error\" :"u8);
        if (!HasFinished)
        {
            HasFinished = Finishes(data);
        }

        if (TokenUsage.Find(data) is { } usage)
        {
            Usage = usage;
        }
    }

    private static bool Finishes(ReadOnlySpan<byte> data)
    {
        var at = data.LastIndexOf("\"finish_reason\":"u8);
        return at >= 0 && data[(at + "\"finish_reason\":".Length)..].TrimStart((byte)' ').StartsWith("\""u8);
    }
}
