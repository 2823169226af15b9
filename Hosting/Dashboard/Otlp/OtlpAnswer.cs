using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Answers in the encoding of the request, as the OTLP specification asks ("OTLP/HTTP Response").</summary>
/// <param name="isJson">Whether the request was JSON.</param>
internal sealed class OtlpAnswer(bool isJson)
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    /// <summary>Success, or partial success when something was rejected. <paramref name="rejectedName"/> is the JSON name of the count.</summary>
    public Task SuccessAsync(HttpContext context, int rejected, string? reason, string rejectedName)
    {
        if (rejected == 0)
            return WriteAsync(context, 200, isJson ? "{}"u8.ToArray() : []);

        // Export*ServiceResponse.partial_success = 1 { rejected_* = 1, error_message = 2 }, the same for all signals.
        return WriteAsync(context, 200, isJson
            ? JsonObject(writer =>
            {
                writer.WriteStartObject("partialSuccess");
                writer.WriteString(rejectedName, rejected.ToString());
                writer.WriteString("errorMessage", reason);
                writer.WriteEndObject();
            })
            : [.. Field(1, [.. Number(1, rejected), .. Field(2, Encoding.UTF8.GetBytes(reason ?? ""))])]);
    }

    /// <summary>A google.rpc.Status: code = 1, message = 2. Codes are those of gRPC.</summary>
    public Task FailureAsync(HttpContext context, int status, string message)
    {
        var code = status switch { 401 or 403 => 16, 503 or 429 => 14, 500 => 13, _ => 3 };
        return WriteAsync(context, status, isJson
            ? JsonObject(writer =>
            {
                writer.WriteNumber("code", code);
                writer.WriteString("message", message);
            })
            : [.. Number(1, code), .. Field(2, Encoding.UTF8.GetBytes(message))]);
    }

    private async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] JsonObject(Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static byte[] Number(int field, int value) => [(byte)(field << 3), .. Varint((uint)value)];

    private static byte[] Field(int field, byte[] value) => [(byte)(field << 3 | 2), .. Varint((uint)value.Length), .. value];

    private static List<byte> Varint(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
