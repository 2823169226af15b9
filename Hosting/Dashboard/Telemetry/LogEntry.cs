namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>One received log record. Ids are lower-case hex, empty when it belongs to no span.</summary>
internal sealed record LogEntry(
    TelemetryResource Resource, string Scope, DateTimeOffset Time, int Severity, string? SeverityText, string Body, string? EventName,
    string TraceId, string SpanId, KeyValuePair<string, string>[] Attributes)
{
    /// <summary>Order of arrival, from 1; given by the store.</summary>
    public long Id { get; init; }

    /// <summary>Bytes it is estimated to hold in memory.</summary>
    public int Size => EntrySize.Fixed + EntrySize.Of(Body) + EntrySize.Of(Attributes);
}
