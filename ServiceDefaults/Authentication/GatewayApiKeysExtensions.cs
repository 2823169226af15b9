using LocalAi.Contracts.Gateway;
using LocalAi.ServiceDefaults.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAi.ServiceDefaults.Authentication;

public static class GatewayApiKeysExtensions
{
    /// <summary>Lets a service accept the keys that were made at the gateway (<c>services:gateway:http:0</c>, default port 8000).</summary>
    public static IServiceCollection AddGatewayApiKeys(this IServiceCollection services)
    {
        services.AddServiceClient<GatewayAdminClient>("gateway", "http://127.0.0.1:8000");
        services.Replace(ServiceDescriptor.Singleton<IApiKeys, GatewayApiKeys>());
        return services;
    }
}
