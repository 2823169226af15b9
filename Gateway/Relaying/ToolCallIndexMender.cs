using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.Gateway.Relaying;

/// <summary>Adds <c>tool_calls[].index</c> where a provider leaves it out. Only events with tool calls are touched.</summary>
internal sealed class ToolCallIndexMender : IEventMender
{
    public static readonly ToolCallIndexMender Instance = new();

    private ToolCallIndexMender()
    {
    }

    public ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> events)
    {
        if (events.Span.IndexOf("\"tool_calls\""u8) < 0)
        {
            return events;
        }

        var mended = new ArrayBufferWriter<byte>(events.Length + 64);
        foreach (var range in events.Span.Split((byte)'\n'))
        {
            if (mended.WrittenCount > 0)
            {
                mended.Write("\n"u8);
            }

            var line = events.Span[range];
            mended.Write(line.StartsWith("data: {"u8) && line.IndexOf("\"tool_calls\""u8) >= 0 ? MendLine(line) : line);
        }

        return mended.WrittenMemory;
    }

    private static ReadOnlySpan<byte> MendLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = JsonNode.Parse(line["data: "u8.Length..]);
            foreach (var choice in json?["choices"]?.AsArray() ?? [])
            {
                var position = 0;
                foreach (var call in choice?["delta"]?["tool_calls"]?.AsArray() ?? [])
                {
                    call!["index"] ??= position;
                    position++;
                }
            }

            return Encoding.UTF8.GetBytes("data: " + json!.ToJsonString(Relaxed));
        }
        catch (Exception garbled) when (garbled is JsonException or InvalidOperationException)
        {
            return line;
        }
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
