using System.Net.Http.Headers;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults.Http;

public static class ServiceClientExtensions
{
    /// <summary>
    /// Adds a typed client of another LocalAi service: its address from <c>services:{name}:http:0</c> (AppHost sets it), the internal key,
    /// two retries before the first byte of a GET. Time limits are the caller's: pass a CancellationToken.
    /// </summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this IServiceCollection services, string service, string fallback)
        where TClient : class
    {
        services.AddTransient<RetryHandler>();
        return services.AddHttpClient<TClient>((provider, client) =>
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            client.BaseAddress = new Uri(configuration[$"services:{service}:http:0"] ?? fallback);
            client.Timeout = Timeout.InfiniteTimeSpan;
            if (provider.GetRequiredService<IOptions<LocalAiOptions>>().Value.InternalKey is { Length: > 0 } key)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            UseProxy = false,
        })
        .AddHttpMessageHandler<RetryHandler>();
    }
}
