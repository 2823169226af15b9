using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LocalAi.ServiceDefaults.Postgres;

public static class PostgresExtensions
{
    /// <summary>
    /// Adds <see cref="Database"/> over the connection string <paramref name="connectionName"/>, migrates <paramref name="schemas"/> from the
    /// calling assembly's embedded <c>Migrations/*.sql</c> (<c>Migrations/{schema}/*.sql</c> when there are several), and reports both in <c>/health</c>. Without a connection string the service runs without Postgres.
    /// </summary>
    public static IHostApplicationBuilder AddPostgres(this IHostApplicationBuilder builder, string connectionName, params string[] schemas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var description = new DatabaseSchema(connectionName, schemas, Assembly.GetCallingAssembly());
        if (!string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(connectionName)))
        {
            builder.AddNpgsqlDataSource(connectionName);
        }

        builder.Services.AddSingleton(provider => new Database(provider.GetService<NpgsqlDataSource>(), description));
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddHostedService<MigrationService>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("postgres");
        return builder;
    }
}
