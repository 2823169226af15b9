using LocalAi.Hosting.Dashboard.Telemetry;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>ExportTraceServiceRequest of opentelemetry-proto v1.11.0 (trace.proto).</summary>
internal static class ProtobufTraces
{
    public const string InvalidIds = "Spans need a trace id of 16 bytes and a span id of 8 bytes that are not all zero.";

    public static Decoded<SpanEntry> Decode(ReadOnlySpan<byte> request, OtlpLimits limits)
    {
        var spans = new List<SpanEntry>();
        var rejected = 0;
        var requestReader = new ProtobufReader(request);
        while (requestReader.Next())
        {
            if (requestReader.Field == 1)
                rejected += ReadResourceSpans(requestReader.Bytes(), limits, spans);
            else
                requestReader.Skip();
        }

        return new(spans, rejected, rejected > 0 ? InvalidIds : null);
    }

    private static int ReadResourceSpans(ReadOnlySpan<byte> message, OtlpLimits limits, List<SpanEntry> spans)
    {
        var rejected = 0;
        var resource = ProtobufCommon.ReadResource(ProtobufReader.FindBytes(message, 1), limits);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field != 2)
            {
                reader.Skip();
                continue;
            }

            var scopeSpans = reader.Bytes();
            var scope = ProtobufCommon.ReadScope(ProtobufReader.FindBytes(scopeSpans, 1));
            var scopeReader = new ProtobufReader(scopeSpans);
            while (scopeReader.Next())
            {
                if (scopeReader.Field != 2)
                    scopeReader.Skip();
                else if (ReadSpan(scopeReader.Bytes(), resource, scope, limits) is { TraceId.Length: > 0, SpanId.Length: > 0 } span)
                    spans.Add(span);
                else
                    rejected++;
            }
        }

        return rejected;
    }

    private static SpanEntry ReadSpan(ReadOnlySpan<byte> message, TelemetryResource resource, string scope, OtlpLimits limits)
    {
        string traceId = "", spanId = "", parentId = "", name = "";
        var kind = 0;
        ulong start = 0, end = 0;
        var status = (Code: 0, Message: (string?)null);
        var attributes = new AttributeList(limits);
        List<SpanEvent>? events = null;
        List<SpanLink>? links = null;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    traceId = OtlpIds.Read(reader.Bytes(), OtlpIds.TraceBytes);
                    break;
                case 2:
                    spanId = OtlpIds.Read(reader.Bytes(), OtlpIds.SpanBytes);
                    break;
                case 4:
                    parentId = OtlpIds.Read(reader.Bytes(), OtlpIds.SpanBytes);
                    break;
                case 5:
                    name = OtlpText.Read(reader.Bytes(), OtlpLimits.MaxNameLength);
                    break;
                case 6:
                    kind = reader.Int32();
                    break;
                case 7:
                    start = reader.Fixed64();
                    break;
                case 8:
                    end = reader.Fixed64();
                    break;
                case 9:
                    attributes.Add(reader.Bytes());
                    break;
                case 11:
                    var spanEvent = ReadEvent(reader.Bytes(), limits);
                    if ((events ??= []).Count < limits.MaxAttributes)
                        events.Add(spanEvent);
                    break;
                case 13:
                    var link = ReadLink(reader.Bytes(), limits);
                    if ((links ??= []).Count < limits.MaxAttributes)
                        links.Add(link);
                    break;
                case 15:
                    status = ReadStatus(reader.Bytes(), limits);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(
            resource, scope, traceId, spanId, parentId, name, kind, OtlpTime.From(start), OtlpTime.From(Math.Max(start, end)),
            status.Code, status.Message, attributes.ToArray(), events?.ToArray() ?? [], links?.ToArray() ?? []);
    }

    private static SpanEvent ReadEvent(ReadOnlySpan<byte> message, OtlpLimits limits)
    {
        ulong time = 0;
        var name = "";
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
                    name = OtlpText.Read(reader.Bytes(), OtlpLimits.MaxNameLength);
                    break;
                case 3:
                    attributes.Add(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name, OtlpTime.From(time), attributes.ToArray());
    }

    private static SpanLink ReadLink(ReadOnlySpan<byte> message, OtlpLimits limits)
    {
        string traceId = "", spanId = "";
        var attributes = new AttributeList(limits);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    traceId = OtlpIds.Read(reader.Bytes(), OtlpIds.TraceBytes);
                    break;
                case 2:
                    spanId = OtlpIds.Read(reader.Bytes(), OtlpIds.SpanBytes);
                    break;
                case 4:
                    attributes.Add(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(traceId, spanId, attributes.ToArray());
    }

    private static (int Code, string? Message) ReadStatus(ReadOnlySpan<byte> message, OtlpLimits limits)
    {
        var code = 0;
        string? text = null;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    text = OtlpText.Read(reader.Bytes(), limits.MaxAttributeLength);
                    break;
                case 3:
                    code = reader.Int32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (code, text);
    }
}
