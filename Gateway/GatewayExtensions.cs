using LocalAi.Gateway.Api;
using LocalAi.Gateway.Caching;
using LocalAi.Gateway.Callers;
using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Door;
using LocalAi.Gateway.Door.OpenApi;
using LocalAi.Gateway.Keys;
using LocalAi.Gateway.Limits;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Prewarm;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Telemetry;
using LocalAi.Gateway.Upstreams;
using LocalAi.Gateway.Usage;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.ServiceDefaults.Redis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway;

internal static class GatewayExtensions
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        GatewayFile.AddTo(builder);
        builder.AddPostgres("localai", "gateway");
        builder.AddOptionalRedis("redis");

        // Not AddValidatedOptions: a wrong reload must leave the last right configuration in force, so the routing table reads and checks it.
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        builder.Services.AddUpstreams();
        builder.Services.AddKeys();
        builder.Services.AddUsage();
        builder.Services.AddCalls();
        return builder;
    }

    /// <summary>
    /// What comes before the services' common middleware needs. The framework's own request activity is only made when traces are exported.
    /// </summary>
    public static void AddDoor(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockets(DoorSockets.Configure);
        builder.Services.AddSingleton<IAuthorizationPolicyProvider, LatePolicies>();
        builder.Services.Configure<OpenApiOptions>("v1", document => document.AddDocumentTransformer<OpenAiPaths>());
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        }
    }

    /// <summary>Serves <c>/v1</c> and <c>/health</c>. Comes before the services' common middleware.</summary>
    public static WebApplication UseOpenAiDoor(this WebApplication app)
    {
        app.UseMiddleware<OpenAiDoor>();
        app.UseMiddleware<HealthDoor>();
        app.UseMiddleware<WrongKeyDoor>();

        // Here, not at the beginning where the framework would put it: requests for /v1 need no routing.
        app.UseRouting();
        return app;
    }

    public static WebApplication MapGatewayApi(this WebApplication app)
    {
        app.MapKeys();
        app.MapUsage();
        app.MapModels();
        app.MapUpstreams();
        app.MapCache();
        return app;
    }

    private static void AddUpstreams(this IServiceCollection services)
    {
        services.AddSingleton<GatewayDefaults>();
        services.AddSingleton<RoutingTableSource>();
        services.AddSingleton<Prewarmer>();
        services.AddHostedService<UpstreamWatch>();
        services.AddHostedService<PrewarmService>();
        services.AddHostedService<KeepLoadedService>();
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IApiKeys>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeySnapshot>();
        services.AddSingleton<DayBudgets>();
        services.AddSingleton<KeySync>();
        services.AddHostedService(provider => provider.GetRequiredService<KeySync>());
        services.AddSingleton<WrongKeyThrottle>();
        services.AddSingleton<CallerResolver>();
        services.AddSingleton<CallerLimits>();
        services.AddHostedService<SharedLimits>();
    }

    private static void AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<UsageBuffer>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<UsageSpill>();
        services.AddSingleton<UsageWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<UsageWriter>());
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton<AccessLog>();
    }

    private static void AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<BodyBudget>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<CanonicalKeys>();
        services.AddSingleton<SharedCalls>();
        services.AddSingleton<CallLedger>();
        services.AddSingleton<ModelEndpoint>();
        services.AddSingleton<ModelListEndpoint>();
    }
}
