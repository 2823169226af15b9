using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Errors;
using LocalAi.ServiceDefaults.Health;
using LocalAi.ServiceDefaults.Http;
using LocalAi.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LocalAi.ServiceDefaults;

/// <summary>What every service has: limits, telemetry, errors, authentication, Host and Origin protection, health, OpenAPI.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds the defaults. Call it first; what a service adds later wins.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="maxRequestBytes">Largest request body in bytes; larger ones get 413.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, long maxRequestBytes = 10 << 20)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maxRequestBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddValidatedOptions<LocalAiOptions, LocalAiOptionsValidator>(LocalAiOptions.Section);
        builder.Services.Configure<JsonOptions>(json => ApiJson.Apply(json.SerializerOptions));
        builder.AddServiceTelemetry();
        builder.Services.AddServiceErrors();
        builder.Services.AddServiceAuthentication();
        builder.Services.AddHealthChecks();
        builder.Services.AddOpenApi();
        return builder;
    }

    /// <summary>Adds the middleware in its one right order, and <c>/health</c>, <c>/alive</c>, <c>/openapi/v1.json</c>.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<ProbeTraceMiddleware>();
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<HostProtectionMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapServiceHealth();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }
}
