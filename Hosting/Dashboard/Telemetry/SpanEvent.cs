namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>Something that happened at one moment of a span, an exception for instance.</summary>
internal sealed record SpanEvent(string Name, DateTimeOffset Time, KeyValuePair<string, string>[] Attributes);
