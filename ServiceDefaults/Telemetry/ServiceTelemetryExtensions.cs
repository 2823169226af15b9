using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LocalAi.ServiceDefaults.Telemetry;

internal static class ServiceTelemetryExtensions
{
    /// <summary>Console lines for people; OpenTelemetry when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, as AppHost does.</summary>
    public static void AddServiceTelemetry(this WebApplicationBuilder builder)
    {
        // ASP.NET Core 10 leaves the semantic-convention tags of its request span to an instrumentation package unless asked.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.AddTelemetryExport();
        }
    }
}
