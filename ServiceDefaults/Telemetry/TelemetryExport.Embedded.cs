using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace LocalAi.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry without OpenTelemetry.Extensions.Hosting, which the embedded build cannot restore.</summary>
internal static class TelemetryExport
{
    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeScopes = true;
            logging.IncludeFormattedMessage = true;
            logging.SetResourceBuilder(ResourceBuilder.CreateDefault().AddEnvironmentVariableDetector());
            logging.AddOtlpExporter();
        });
        builder.Services.AddHostedService<TelemetryService>();
    }
}
