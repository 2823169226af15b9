namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>What the receiver keeps, in memory only.</summary>
internal sealed class TelemetryStores(DashboardOptions options)
{
    public LogStore Logs { get; } = new(options.MaxLogs, options.MaxSignalBytes);

    public TraceStore Traces { get; } = new(options.MaxTraces, options.MaxSpansPerTrace, options.MaxSignalBytes);

    public MetricStore Metrics { get; } = new(options.MaxMetricPoints, options.MaxSignalBytes);
}
