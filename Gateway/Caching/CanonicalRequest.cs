using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalAi.Gateway.Calls;

namespace LocalAi.Gateway.Caching;

/// <summary>What makes two requests the same: members in order of their names, white space gone, the model that answers instead of the name that was sent.</summary>
internal static class CanonicalRequest
{
    /// <summary>A key of 64 hex digits; requests of different scopes never share one.</summary>
    /// <param name="call">The request.</param>
    /// <param name="scope">Whose answers these are; empty when callers share them.</param>
    public static string KeyOf(ModelCall call, string scope)
    {
        var buffer = new ArrayBufferWriter<byte>(call.Body.Length + 128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(scope);
            json.WriteNumberValue((int)call.Kind);
            json.WriteStringValue(call.Model);
            using var document = JsonDocument.Parse(call.Body.Memory);
            Write(json, document.RootElement, isRoot: true);
            json.WriteEndArray();
        }

        return Convert.ToHexString(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, JsonElement element, bool isRoot)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    // The model was resolved, and who asks is in the scope.
                    if (isRoot && (member.Name is "model" or "user"))
                    {
                        continue;
                    }

                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, isRoot: false);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(json, item, isRoot: false);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Number:
                // As written: 1 and 1.0 may differ to an upstream.
                json.WriteRawValue(Encoding.UTF8.GetBytes(element.GetRawText()), skipInputValidation: true);
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
