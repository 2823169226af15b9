using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>ExportLogsServiceRequest of opentelemetry-proto v1.11.0 (logs.proto).</summary>
internal static class ProtobufLogs
{
    public static Decoded<LogEntry> Decode(ReadOnlySpan<byte> request, OtlpLimits limits, TimeProvider time)
    {
        var entries = new List<LogEntry>();
        var received = time.GetUtcNow();
        var requestReader = new ProtobufReader(request);
        while (requestReader.Next())
        {
            if (requestReader.Field == 1)
                ReadResourceLogs(requestReader.Bytes(), limits, received, entries);
            else
                requestReader.Skip();
        }

        return new(entries);
    }

    private static void ReadResourceLogs(ReadOnlySpan<byte> message, OtlpLimits limits, DateTimeOffset received, List<LogEntry> entries)
    {
        var resource = ProtobufCommon.ReadResource(ProtobufReader.FindBytes(message, 1), limits);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field != 2)
            {
                reader.Skip();
                continue;
            }

            var scopeLogs = reader.Bytes();
            var scope = ProtobufCommon.ReadScope(ProtobufReader.FindBytes(scopeLogs, 1));
            var scopeReader = new ProtobufReader(scopeLogs);
            while (scopeReader.Next())
            {
                if (scopeReader.Field == 2)
                    entries.Add(ReadLogRecord(scopeReader.Bytes(), resource, scope, limits, received));
                else
                    scopeReader.Skip();
            }
        }
    }

    private static LogEntry ReadLogRecord(
        ReadOnlySpan<byte> message, TelemetryResource resource, string scope, OtlpLimits limits, DateTimeOffset received)
    {
        ulong time = 0, observed = 0;
        var severity = 0;
        string? severityText = null, eventName = null;
        string body = "", traceId = "", spanId = "";
        var attributes = new AttributeList(limits);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.Fixed64();
                    break;
                case 2:
                    severity = reader.Int32();
                    break;
                case 3:
                    severityText = OtlpText.Read(reader.Bytes(), OtlpLimits.MaxNameLength);
                    break;
                case 5:
                    body = ProtobufCommon.ReadValue(reader.Bytes(), limits.MaxBodyLength);
                    break;
                case 6:
                    attributes.Add(reader.Bytes());
                    break;
                case 9:
                    traceId = OtlpIds.Read(reader.Bytes(), OtlpIds.TraceBytes);
                    break;
                case 10:
                    spanId = OtlpIds.Read(reader.Bytes(), OtlpIds.SpanBytes);
                    break;
                case 11:
                    observed = reader.Fixed64();
                    break;
                case 12:
                    eventName = OtlpText.Read(reader.Bytes(), OtlpLimits.MaxNameLength);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var at = time != 0 ? OtlpTime.From(time) : observed != 0 ? OtlpTime.From(observed) : received;
        return new(resource, scope, at, severity, severityText, body, eventName, traceId, spanId, attributes.ToArray());
    }
}
