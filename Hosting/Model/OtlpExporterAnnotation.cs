namespace LocalAi.Hosting;

/// <summary>The resource is told where the dashboard takes telemetry.</summary>
internal sealed class OtlpExporterAnnotation : IResourceAnnotation;
