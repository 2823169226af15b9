namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>One received point with what it belongs to.</summary>
internal sealed record MetricEntry(Instrument Instrument, KeyValuePair<string, string>[] Attributes, MetricPoint Point);
