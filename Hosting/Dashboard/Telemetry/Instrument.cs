namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>What is measured: a name within a meter of a resource.</summary>
internal sealed record Instrument(
    TelemetryResource Resource, string Meter, string Name, string Unit, string Description, MetricKind Kind);
