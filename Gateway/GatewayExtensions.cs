using LocalAi.Gateway.Callers;
using LocalAi.Gateway.Calls;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Door;
using LocalAi.Gateway.Keys;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Requests;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Telemetry;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Configuration;

namespace LocalAi.Gateway;

internal static class GatewayExtensions
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<GatewayOptions, GatewayOptionsValidator>(GatewayOptions.Section);
        builder.Services.AddSingleton<GatewayDefaults>();
        builder.Services.AddSingleton<RoutingTableSource>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<GatewayTelemetry>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<IApiKeys>(provider => provider.GetRequiredService<KeyRing>());
        builder.Services.AddSingleton<WrongKeyThrottle>();
        builder.Services.AddSingleton<CallerResolver>();
        builder.Services.AddSingleton<Dispatcher>();
        builder.Services.AddSingleton<ModelEndpoint>();
        builder.Services.AddSingleton<ModelListEndpoint>();
        return builder;
    }

    /// <summary>Serves <c>/v1</c>. Comes before the services' common middleware.</summary>
    public static WebApplication UseOpenAiDoor(this WebApplication app)
    {
        app.UseMiddleware<OpenAiDoor>();

        // Here, not at the beginning where the framework would put it: requests for /v1 need no routing.
        app.UseRouting();
        return app;
    }
}
