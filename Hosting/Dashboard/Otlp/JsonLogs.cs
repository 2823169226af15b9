using System.Text.Json;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>ExportLogsServiceRequest of opentelemetry-proto v1.11.0 in JSON.</summary>
internal static class JsonLogs
{
    public static Decoded<LogEntry> Decode(JsonElement request, OtlpLimits limits, TimeProvider time)
    {
        var entries = new List<LogEntry>();
        var received = time.GetUtcNow();
        foreach (var resourceLogs in request.Items("resourceLogs"))
        {
            var resource = JsonCommon.ReadResource(resourceLogs, limits);
            foreach (var scopeLogs in resourceLogs.Items("scopeLogs"))
            {
                var scope = JsonCommon.ReadScope(scopeLogs);
                foreach (var record in scopeLogs.Items("logRecords"))
                    entries.Add(ReadLogRecord(record, resource, scope, limits, received));
            }
        }

        return new(entries);
    }

    private static LogEntry ReadLogRecord(
        JsonElement record, TelemetryResource resource, string scope, OtlpLimits limits, DateTimeOffset received)
    {
        var time = record.UInt64("timeUnixNano") is > 0 and var stated ? stated : record.UInt64("observedTimeUnixNano") ?? 0;
        return new(
            resource, scope,
            time == 0 ? received : OtlpTime.From(time),
            record.Int32("severityNumber"),
            record.Text("severityText", OtlpLimits.MaxNameLength),
            JsonCommon.ReadValue(record.Child("body"), limits.MaxBodyLength),
            record.Text("eventName", OtlpLimits.MaxNameLength),
            OtlpIds.Read(record.Text("traceId", OtlpLimits.MaxNameLength), OtlpIds.TraceBytes),
            OtlpIds.Read(record.Text("spanId", OtlpLimits.MaxNameLength), OtlpIds.SpanBytes),
            JsonCommon.ReadAttributes(record, limits));
    }
}
