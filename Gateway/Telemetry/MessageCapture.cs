using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalAi.Gateway.Telemetry;

/// <summary>Prompts as the GenAI conventions write them: <c>[{"role":"user","parts":[{"type":"text","content":"…"}]}]</c>.</summary>
internal static class MessageCapture
{
    private const int LongestPrompt = 64 << 10;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sets <c>gen_ai.input.messages</c>. Prompts beyond 64 KiB are left out.</summary>
    /// <param name="span">The upstream call.</param>
    /// <param name="messages">The JSON array of the request.</param>
    public static void Record(Activity span, ReadOnlySpan<byte> messages)
    {
        if (messages.Length > LongestPrompt)
        {
            return;
        }

        var reader = new Utf8JsonReader(messages);
        using var document = JsonDocument.ParseValue(ref reader);
        var buffer = new ArrayBufferWriter<byte>(messages.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            foreach (var message in document.RootElement.EnumerateArray())
            {
                Write(json, message);
            }

            json.WriteEndArray();
        }

        span.SetTag("gen_ai.input.messages", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, JsonElement message)
    {
        json.WriteStartObject();
        json.WriteString("role", message.GetProperty("role").GetString());
        json.WriteStartArray("parts");
        if (message.TryGetProperty("content", out var content))
        {
            if (content.ValueKind == JsonValueKind.String)
            {
                WriteText(json, content.GetString());
            }
            else if (content.ValueKind == JsonValueKind.Array)
            {
                foreach (var part in content.EnumerateArray())
                {
                    if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
                    {
                        WriteText(json, text.GetString());
                    }
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string? text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("content", text);
        json.WriteEndObject();
    }
}
