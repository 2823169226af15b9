using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Messages of opentelemetry-proto v1.11.0, common.proto and resource.proto, in JSON.</summary>
internal static class JsonCommon
{
    public static TelemetryResource ReadResource(JsonElement parent, OtlpLimits limits) =>
        TelemetryResource.From(parent.Child("resource") is { } resource ? ReadAttributes(resource, limits) : []);

    public static string ReadScope(JsonElement parent) => parent.Child("scope")?.Text("name", OtlpLimits.MaxNameLength) ?? "";

    public static KeyValuePair<string, string>[] ReadAttributes(JsonElement parent, OtlpLimits limits)
    {
        var attributes = new AttributeList(limits);
        foreach (var item in parent.Items("attributes"))
            attributes.Add(item.Text("key", OtlpLimits.MaxNameLength) ?? "", ReadValue(item.Child("value"), limits.MaxAttributeLength));
        return attributes.ToArray();
    }

    /// <summary>An AnyValue as text: scalars plainly, bytes in base64, arrays and maps as JSON.</summary>
    public static string ReadValue(JsonElement? anyValue, int maxLength)
    {
        if (anyValue is not { } value)
            return "";

        if (value.Text("stringValue", maxLength) is { } text)
            return text;

        if (value.Boolean("boolValue") is { } flag)
            return flag ? "true" : "false";

        if (value.Int64("intValue") is { } integer)
            return integer.ToString(CultureInfo.InvariantCulture);

        if (value.Double("doubleValue") is { } number)
            return number.ToString("R", CultureInfo.InvariantCulture);

        if (value.Base64("bytesValue") is { } base64)
            return OtlpText.Cut(base64, maxLength);

        return value.Child("arrayValue") is null && value.Child("kvlistValue") is null ? "" : OtlpText.Cut(ToJson(value), maxLength);
    }

    private static string ToJson(JsonElement anyValue)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, OtlpJsonText.WriterOptions))
            WriteValue(writer, anyValue, depth: 0);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement anyValue, int depth)
    {
        if (depth > OtlpLimits.MaxNesting)
            throw new OtlpFormatException($"A value is nested deeper than {OtlpLimits.MaxNesting} levels.");

        if (anyValue.Text("stringValue", int.MaxValue) is { } text)
            writer.WriteStringValue(text);
        else if (anyValue.Boolean("boolValue") is { } flag)
            writer.WriteBooleanValue(flag);
        else if (anyValue.Int64("intValue") is { } integer)
            writer.WriteNumberValue(integer);
        else if (anyValue.Double("doubleValue") is { } number)
            OtlpJsonText.WriteNumber(writer, number);
        else if (anyValue.Base64("bytesValue") is { } base64)
            writer.WriteStringValue(base64);
        else if (anyValue.Child("arrayValue") is { } array)
            WriteArray(writer, array, depth + 1);
        else if (anyValue.Child("kvlistValue") is { } map)
            WriteMap(writer, map, depth + 1);
        else
            writer.WriteNullValue();
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement array, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in array.Items("values"))
            WriteValue(writer, item, depth);
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, JsonElement map, int depth)
    {
        writer.WriteStartObject();
        foreach (var pair in map.Items("values"))
        {
            writer.WritePropertyName(pair.Text("key", OtlpLimits.MaxNameLength) ?? "");
            if (pair.Child("value") is { } value)
                WriteValue(writer, value, depth);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }
}
