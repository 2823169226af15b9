using System.Buffers.Binary;
using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>
/// ExportMetricsServiceRequest of opentelemetry-proto v1.11.0 (metrics.proto). Exemplars, quantiles and the buckets of exponential
/// histograms are read over; their count, sum, minimum and maximum are kept.
/// </summary>
internal static class ProtobufMetrics
{
    /// <summary>Buckets kept of one histogram point; more are not kept at all.</summary>
    public const int MaxBuckets = 512;

    public static Decoded<MetricEntry> Decode(ReadOnlySpan<byte> request, OtlpLimits limits)
    {
        var entries = new List<MetricEntry>();
        var requestReader = new ProtobufReader(request);
        while (requestReader.Next())
        {
            if (requestReader.Field == 1)
                ReadResourceMetrics(requestReader.Bytes(), limits, entries);
            else
                requestReader.Skip();
        }

        return new(entries);
    }

    private static void ReadResourceMetrics(ReadOnlySpan<byte> message, OtlpLimits limits, List<MetricEntry> entries)
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

            var scopeMetrics = reader.Bytes();
            var meter = ProtobufCommon.ReadScope(ProtobufReader.FindBytes(scopeMetrics, 1));
            var scopeReader = new ProtobufReader(scopeMetrics);
            while (scopeReader.Next())
            {
                if (scopeReader.Field == 2)
                    ReadMetric(scopeReader.Bytes(), resource, meter, limits, entries);
                else
                    scopeReader.Skip();
            }
        }
    }

    private static void ReadMetric(ReadOnlySpan<byte> message, TelemetryResource resource, string meter, OtlpLimits limits, List<MetricEntry> entries)
    {
        string name = "", unit = "", description = "";
        MetricKind? kind = null;
        ReadOnlySpan<byte> points = default;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = OtlpText.Read(reader.Bytes(), OtlpLimits.MaxNameLength);
                    break;
                case 2:
                    description = OtlpText.Read(reader.Bytes(), limits.MaxAttributeLength);
                    break;
                case 3:
                    unit = OtlpText.Read(reader.Bytes(), OtlpLimits.MaxNameLength);
                    break;
                case 5 or 7 or 9 or 10 or 11:
                    kind = reader.Field switch
                    {
                        5 => MetricKind.Gauge,
                        7 => MetricKind.Sum,
                        9 => MetricKind.Histogram,
                        10 => MetricKind.ExponentialHistogram,
                        _ => MetricKind.Summary,
                    };
                    points = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (kind is not { } known)
            return;

        var instrument = new Instrument(resource, meter, name, unit, description, known);
        var pointReader = new ProtobufReader(points);
        while (pointReader.Next())
        {
            // Every form has its points in field 1.
            if (pointReader.Field == 1)
                entries.Add(ReadPoint(pointReader.Bytes(), instrument, limits));
            else
                pointReader.Skip();
        }
    }

    private static MetricEntry ReadPoint(ReadOnlySpan<byte> message, Instrument instrument, OtlpLimits limits)
    {
        // The forms number their fields differently; these are the differences.
        var attributesField = instrument.Kind switch { MetricKind.Histogram => 9, MetricKind.ExponentialHistogram => 1, _ => 7 };
        var isNumber = instrument.Kind is MetricKind.Gauge or MetricKind.Sum;
        var (minField, maxField) = instrument.Kind switch
        {
            MetricKind.Histogram => (11, 12),
            MetricKind.ExponentialHistogram => (12, 13),
            _ => (0, 0),
        };

        ulong start = 0, time = 0;
        ulong? count = null;
        double value = 0;
        double? min = null, max = null;
        List<double>? bounds = null;
        List<ulong>? buckets = null;
        var attributes = new AttributeList(limits);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            var field = reader.Field;
            if (field == attributesField)
                attributes.Add(reader.Bytes());
            else if (field == 2)
                start = reader.Fixed64();
            else if (field == 3)
                time = reader.Fixed64();
            else if (field == 4 && isNumber)
                value = reader.Double();
            else if (field == 6 && isNumber)
                value = unchecked((long)reader.Fixed64());
            else if (field == 4)
                count = reader.Fixed64();
            else if (field == 5 && !isNumber)
                value = reader.Double();
            else if (field == minField)
                min = reader.Double();
            else if (field == maxField)
                max = reader.Double();
            else if (field == 6 && instrument.Kind == MetricKind.Histogram)
                ReadFixed64s(ref reader, buckets ??= []);
            else if (field == 7 && instrument.Kind == MetricKind.Histogram)
                ReadDoubles(ref reader, bounds ??= []);
            else
                reader.Skip();
        }

        var withBuckets = buckets is { Count: > 1 and <= MaxBuckets } && bounds?.Count == buckets.Count - 1;
        return new(instrument, attributes.ToArray(), new(
            start == 0 ? null : OtlpTime.From(start), OtlpTime.From(time), value, count, min, max,
            withBuckets ? [.. bounds!] : null, withBuckets ? [.. buckets!] : null));
    }

    // Repeated numbers are packed into one field by proto3 writers; single ones are allowed too.
    private static void ReadFixed64s(ref ProtobufReader reader, List<ulong> values)
    {
        if (reader.Type == WireType.Fixed64)
        {
            values.Add(reader.Fixed64());
            return;
        }

        var packed = reader.Bytes();
        if (packed.Length % 8 != 0)
            throw new OtlpFormatException($"Protobuf field {reader.Field} is no list of 8-byte numbers.");

        for (; !packed.IsEmpty; packed = packed[8..])
            values.Add(BinaryPrimitives.ReadUInt64LittleEndian(packed));
    }

    private static void ReadDoubles(ref ProtobufReader reader, List<double> values)
    {
        var bits = new List<ulong>();
        ReadFixed64s(ref reader, bits);
        foreach (var bit in bits)
            values.Add(BitConverter.UInt64BitsToDouble(bit));
    }
}
