using System.Text.Json;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>ExportTraceServiceRequest of opentelemetry-proto v1.11.0 in JSON.</summary>
internal static class JsonTraces
{
    public static Decoded<SpanEntry> Decode(JsonElement request, OtlpLimits limits)
    {
        var spans = new List<SpanEntry>();
        var rejected = 0;
        foreach (var resourceSpans in request.Items("resourceSpans"))
        {
            var resource = JsonCommon.ReadResource(resourceSpans, limits);
            foreach (var scopeSpans in resourceSpans.Items("scopeSpans"))
            {
                var scope = JsonCommon.ReadScope(scopeSpans);
                foreach (var item in scopeSpans.Items("spans"))
                {
                    var span = ReadSpan(item, resource, scope, limits);
                    if (span.TraceId.Length > 0 && span.SpanId.Length > 0)
                        spans.Add(span);
                    else
                        rejected++;
                }
            }
        }

        return new(spans, rejected, rejected > 0 ? ProtobufTraces.InvalidIds : null);
    }

    private static SpanEntry ReadSpan(JsonElement span, TelemetryResource resource, string scope, OtlpLimits limits)
    {
        var start = span.UInt64("startTimeUnixNano") ?? 0;
        var status = span.Child("status");
        return new(
            resource, scope, Id(span, "traceId", OtlpIds.TraceBytes), Id(span, "spanId", OtlpIds.SpanBytes),
            Id(span, "parentSpanId", OtlpIds.SpanBytes), span.Text("name", OtlpLimits.MaxNameLength) ?? "", span.Int32("kind"),
            OtlpTime.From(start), OtlpTime.From(Math.Max(start, span.UInt64("endTimeUnixNano") ?? 0)),
            status?.Int32("code") ?? 0, status?.Text("message", limits.MaxAttributeLength),
            JsonCommon.ReadAttributes(span, limits),
            [.. span.Items("events").Take(limits.MaxAttributes).Select(item => ReadEvent(item, limits))],
            [.. span.Items("links").Take(limits.MaxAttributes).Select(item => ReadLink(item, limits))]);
    }

    private static SpanEvent ReadEvent(JsonElement item, OtlpLimits limits) =>
        new(item.Text("name", OtlpLimits.MaxNameLength) ?? "", OtlpTime.From(item.UInt64("timeUnixNano") ?? 0), JsonCommon.ReadAttributes(item, limits));

    private static SpanLink ReadLink(JsonElement item, OtlpLimits limits) =>
        new(Id(item, "traceId", OtlpIds.TraceBytes), Id(item, "spanId", OtlpIds.SpanBytes), JsonCommon.ReadAttributes(item, limits));

    private static string Id(JsonElement parent, string name, int length) => OtlpIds.Read(parent.Text(name, OtlpLimits.MaxNameLength), length);
}
