namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>The kept points of one combination of attributes, oldest first.</summary>
internal sealed record MetricSeries(Instrument Instrument, KeyValuePair<string, string>[] Attributes, IReadOnlyList<MetricPoint> Points);
