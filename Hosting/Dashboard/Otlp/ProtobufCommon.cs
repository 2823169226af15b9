using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Messages of opentelemetry-proto v1.11.0, common.proto and resource.proto. Field numbers are written beside their use.</summary>
internal static class ProtobufCommon
{
    public static TelemetryResource ReadResource(ReadOnlySpan<byte> message, OtlpLimits limits)
    {
        var attributes = new AttributeList(limits);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                attributes.Add(reader.Bytes());
            else
                reader.Skip();
        }

        return TelemetryResource.From(attributes.ToArray());
    }

    /// <summary>The name of an InstrumentationScope (1).</summary>
    public static string ReadScope(ReadOnlySpan<byte> message) => OtlpText.Read(ProtobufReader.FindBytes(message, 1), OtlpLimits.MaxNameLength);

    /// <summary>An AnyValue as text: scalars plainly, bytes in base64, arrays and maps as JSON.</summary>
    public static string ReadValue(ReadOnlySpan<byte> message, int maxLength)
    {
        var reader = new ProtobufReader(message);
        var value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = OtlpText.Read(reader.Bytes(), maxLength);
                    break;
                case 2:
                    value = reader.Varint() != 0 ? "true" : "false";
                    break;
                case 3:
                    value = unchecked((long)reader.Varint()).ToString(CultureInfo.InvariantCulture);
                    break;
                case 4:
                    value = reader.Double().ToString("R", CultureInfo.InvariantCulture);
                    break;
                case 5 or 6:
                    reader.Skip();
                    value = OtlpText.Cut(ToJson(message), maxLength);
                    break;
                case 7:
                    value = OtlpText.Cut(Convert.ToBase64String(reader.Bytes()), maxLength);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private static string ToJson(ReadOnlySpan<byte> anyValue)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, OtlpJsonText.WriterOptions))
            WriteValue(writer, anyValue, depth: 0);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> anyValue, int depth)
    {
        if (depth > OtlpLimits.MaxNesting)
            throw new OtlpFormatException($"A value is nested deeper than {OtlpLimits.MaxNesting} levels.");

        var reader = new ProtobufReader(anyValue);
        if (!reader.Next())
        {
            writer.WriteNullValue();
            return;
        }

        switch (reader.Field)
        {
            case 1:
                writer.WriteStringValue(Encoding.UTF8.GetString(reader.Bytes()));
                break;
            case 2:
                writer.WriteBooleanValue(reader.Varint() != 0);
                break;
            case 3:
                writer.WriteNumberValue(unchecked((long)reader.Varint()));
                break;
            case 4:
                OtlpJsonText.WriteNumber(writer, reader.Double());
                break;
            case 5:
                WriteArray(writer, reader.Bytes(), depth + 1);
                break;
            case 6:
                WriteMap(writer, reader.Bytes(), depth + 1);
                break;
            case 7:
                writer.WriteBase64StringValue(reader.Bytes());
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> arrayValue, int depth)
    {
        writer.WriteStartArray();
        var reader = new ProtobufReader(arrayValue);
        while (reader.Next())
        {
            if (reader.Field == 1)
                WriteValue(writer, reader.Bytes(), depth);
            else
                reader.Skip();
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, ReadOnlySpan<byte> keyValueList, int depth)
    {
        writer.WriteStartObject();
        var reader = new ProtobufReader(keyValueList);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var pair = reader.Bytes();
            writer.WritePropertyName(Encoding.UTF8.GetString(ProtobufReader.FindBytes(pair, 1)));
            WriteValue(writer, ProtobufReader.FindBytes(pair, 2), depth);
        }

        writer.WriteEndObject();
    }
}
