namespace LocalAi.Hosting.Programs;

/// <summary>Where processes send their telemetry; a null endpoint for nowhere.</summary>
/// <param name="Endpoint">OTLP over HTTP, e.g. http://localhost:18889.</param>
/// <param name="ApiKey">What the receiver asks for.</param>
/// <param name="IsDevelopment">Send at once and record everything.</param>
internal sealed record TelemetryTarget(string? Endpoint, string? ApiKey, bool IsDevelopment)
{
    /// <summary>The variables Aspire sets (OpenTelemetry's own names), without overwriting what AppHost declared.</summary>
    public void AddTo(Dictionary<string, string> variables, HashSet<string> secrets, string name)
    {
        if (Endpoint is null)
        {
            return;
        }

        variables.TryAdd("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint);
        variables.TryAdd("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        variables.TryAdd("OTEL_SERVICE_NAME", name);
        variables.TryAdd("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={Guid.NewGuid().ToString("N")[..8]}");
        if (ApiKey is not null && variables.TryAdd("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={ApiKey}"))
        {
            secrets.Add("OTEL_EXPORTER_OTLP_HEADERS");
        }

        // Aspire sends metrics every second in development; six processes doing that cost more than all they do when idle.
        variables.TryAdd("OTEL_METRIC_EXPORT_INTERVAL", "30000");
        if (IsDevelopment)
        {
            variables.TryAdd("OTEL_BLRP_SCHEDULE_DELAY", "1000");
            variables.TryAdd("OTEL_BSP_SCHEDULE_DELAY", "1000");
            variables.TryAdd("OTEL_TRACES_SAMPLER", "always_on");
            variables.TryAdd("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based");
            variables.TryAdd("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
        }
    }
}
