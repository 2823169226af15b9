namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>Forms of a metric, as OTLP has them.</summary>
internal enum MetricKind
{
    Gauge,
    Sum,
    Histogram,
    ExponentialHistogram,
    Summary,
}
