namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>A span of another trace that has to do with this one.</summary>
internal sealed record SpanLink(string TraceId, string SpanId, KeyValuePair<string, string>[] Attributes);
