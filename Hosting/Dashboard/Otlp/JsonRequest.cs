using System.Text.Json;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Parses a JSON body and decodes it while the document lives.</summary>
internal static class JsonRequest
{
    /// <exception cref="OtlpFormatException">The body is no JSON, or not what OTLP allows.</exception>
    public static Decoded<T> Decode<T>(ReadOnlyMemory<byte> body, Func<JsonElement, Decoded<T>> decode)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return decode(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Strings are decoded only when they are asked for: half surrogates and invalid UTF-8 show up then, as InvalidOperationException.
            throw new OtlpFormatException($"The body is not valid JSON: {exception.Message}");
        }
    }
}
