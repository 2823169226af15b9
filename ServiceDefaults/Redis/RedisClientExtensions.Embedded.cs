using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace LocalAi.ServiceDefaults.Redis;

/// <summary>Stands in for Aspire.StackExchange.Redis in the embedded build: the same method over the same configuration.</summary>
internal static class RedisClientExtensions
{
    public static void AddRedisClient(this IHostApplicationBuilder builder, string connectionName) =>
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var settings = ConfigurationOptions.Parse(builder.Configuration.GetConnectionString(connectionName)!);

            // Connects in the background and reconnects by itself; a call while it is away fails at once.
            settings.AbortOnConnectFail = false;
            settings.ConnectTimeout = 1000;
            settings.SyncTimeout = 1000;
            return ConnectionMultiplexer.Connect(settings);
        });
}
