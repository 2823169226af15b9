using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalAi.Gateway.Upstreams.Providers;

namespace LocalAi.Gateway.Telemetry;

/// <summary>Prompts as the GenAI conventions write them: <c>[{"role":"user","parts":[{"type":"text","content":"…"}]}]</c>.</summary>
internal static class MessageCapture
{
    private const int LongestPrompt = 64 << 10;

    public static JsonWriterOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    public static void WriteText(Utf8JsonWriter json, string? text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    public static void WriteToolCall(Utf8JsonWriter json, string? id, string? name, string? arguments)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_call");
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonElement message)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Text("role"));
        json.WriteStartArray("parts");
        if (message.Text("role") == "tool")
        {
            WriteToolResponse(json, message);
        }
        else
        {
            WriteContent(json, message.Member("content"));
        }

        if (message.Member("tool_calls") is { ValueKind: JsonValueKind.Array } calls)
        {
            foreach (var call in calls.EnumerateArray())
            {
                var function = call.Member("function");
                WriteToolCall(json, call.Text("id"), function.Text("name"), function.Text("arguments"));
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToolResponse(Utf8JsonWriter json, JsonElement message)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_call_response");
        json.WriteString("id", message.Text("tool_call_id"));
        json.WritePropertyName("response");
        if (message.Member("content") is { ValueKind: not JsonValueKind.Undefined } content)
        {
            content.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            WriteText(json, content.GetString());
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var text in content.EnumerateArray().Select(part => part.Text("text")).OfType<string>())
            {
                WriteText(json, text);
            }
        }
    }
}
