using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>Stands in for Aspire.Npgsql in the embedded build: the same method over the same configuration.</summary>
internal static class NpgsqlDataSourceExtensions
{
    public static void AddNpgsqlDataSource(this IHostApplicationBuilder builder, string connectionName) =>
        builder.Services.AddSingleton(provider =>
        {
            var settings = new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString(connectionName))
            {
                ApplicationName = builder.Environment.ApplicationName,
            };

            // Bounded waits and a bounded pool: Postgres is tuned for 60 connections in all.
            settings.Timeout = Math.Min(settings.Timeout, 5);
            settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 12);

            // What a busy moment opened is closed a minute later. Two stay: a listener and what a background loop asks with, else that one is opened again and again.
            settings.ConnectionIdleLifetime = Math.Min(settings.ConnectionIdleLifetime, 60);
            settings.MinPoolSize = Math.Min(Math.Max(settings.MinPoolSize, 2), settings.MaxPoolSize);
            return new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build();
        });
}
