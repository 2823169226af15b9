using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace LocalAi.ServiceDefaults.Redis;

public static class RedisExtensions
{
    /// <summary>Adds <see cref="RedisConnection"/> over <paramref name="connectionName"/>. Without a connection string there is none: callers keep to this process.</summary>
    public static IHostApplicationBuilder AddOptionalRedis(this IHostApplicationBuilder builder, string connectionName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(connectionName)))
        {
            builder.AddRedisClient(connectionName);
            builder.Services.AddSingleton(provider => new RedisConnection(() => provider.GetRequiredService<IConnectionMultiplexer>()));
        }

        builder.Services.TryAddSingleton(new RedisConnection(null));
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis");
        return builder;
    }
}
