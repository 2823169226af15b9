using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace LocalAi.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry through OpenTelemetry.Extensions.Hosting, as Aspire's own service defaults do it.</summary>
internal static class TelemetryExport
{
    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeScopes = true;
            logging.IncludeFormattedMessage = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.SetSampler(new RequestSampler()).AddSource(ServiceTelemetryNames.Sources))
            .WithMetrics(metrics => metrics.AddMeter(ServiceTelemetryNames.Meters))
            .UseOtlpExporter();
    }
}
