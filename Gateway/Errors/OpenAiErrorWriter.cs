using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalAi.Gateway.Errors;

internal static class OpenAiErrorWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with the error. Nothing must have been sent.</summary>
    public static async Task WriteAsync(HttpContext context, OpenAiError error)
    {
        var response = context.Response;
        var body = ToJson(error);
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary><c>{"error":{"message":…,"type":…,"param":…,"code":…}}</c> in UTF-8.</summary>
    public static ReadOnlyMemory<byte> ToJson(OpenAiError error)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer, error);
        return buffer.WrittenMemory;
    }

    /// <summary>The error as the last event of a stream.</summary>
    public static ReadOnlyMemory<byte> ToEvent(OpenAiError error)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        buffer.Write("data: "u8);
        Write(buffer, error);
        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, OpenAiError error)
    {
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
