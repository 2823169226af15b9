using System.Text.Json;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>ExportMetricsServiceRequest of opentelemetry-proto v1.11.0 in JSON; keeps what <see cref="ProtobufMetrics"/> keeps.</summary>
internal static class JsonMetrics
{
    private static readonly (string Name, MetricKind Kind)[] Forms =
    [
        ("gauge", MetricKind.Gauge), ("sum", MetricKind.Sum), ("histogram", MetricKind.Histogram),
        ("exponentialHistogram", MetricKind.ExponentialHistogram), ("summary", MetricKind.Summary),
    ];

    public static Decoded<MetricEntry> Decode(JsonElement request, OtlpLimits limits)
    {
        var entries = new List<MetricEntry>();
        foreach (var resourceMetrics in request.Items("resourceMetrics"))
        {
            var resource = JsonCommon.ReadResource(resourceMetrics, limits);
            foreach (var scopeMetrics in resourceMetrics.Items("scopeMetrics"))
            {
                var meter = JsonCommon.ReadScope(scopeMetrics);
                foreach (var metric in scopeMetrics.Items("metrics"))
                    ReadMetric(metric, resource, meter, limits, entries);
            }
        }

        return new(entries);
    }

    private static void ReadMetric(JsonElement metric, TelemetryResource resource, string meter, OtlpLimits limits, List<MetricEntry> entries)
    {
        foreach (var (name, kind) in Forms)
        {
            if (metric.Child(name) is not { } form)
                continue;

            var instrument = new Instrument(
                resource, meter, metric.Text("name", OtlpLimits.MaxNameLength) ?? "", metric.Text("unit", OtlpLimits.MaxNameLength) ?? "",
                metric.Text("description", limits.MaxAttributeLength) ?? "", kind);
            foreach (var point in form.Items("dataPoints"))
                entries.Add(new(instrument, JsonCommon.ReadAttributes(point, limits), ReadPoint(point, kind)));
            return;
        }
    }

    private static MetricPoint ReadPoint(JsonElement point, MetricKind kind)
    {
        var start = point.UInt64("startTimeUnixNano") is > 0 and var stated ? OtlpTime.From(stated) : (DateTimeOffset?)null;
        var time = OtlpTime.From(point.UInt64("timeUnixNano") ?? 0);
        if (kind is MetricKind.Gauge or MetricKind.Sum)
            return new(start, time, point.Double("asDouble") ?? point.Int64("asInt") ?? 0);

        ulong[] buckets = kind == MetricKind.Histogram ? [.. point.Items("bucketCounts").Select(Count)] : [];
        double[] bounds = kind == MetricKind.Histogram ? [.. point.Items("explicitBounds").Select(item => JsonFields.ToDouble(item, "explicitBounds"))] : [];
        var withBuckets = buckets.Length is > 1 and <= ProtobufMetrics.MaxBuckets && bounds.Length == buckets.Length - 1;
        return new(
            start, time, point.Double("sum") ?? 0, point.UInt64("count") ?? 0, point.Double("min"), point.Double("max"),
            withBuckets ? bounds : null, withBuckets ? buckets : null);
    }

    private static ulong Count(JsonElement item) => JsonFields.ToUInt64(item, "bucketCounts");
}
