using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>Degraded, never unavailable: a service without its database still answers what needs none.</summary>
internal sealed class DatabaseHealthCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var connection = await database.OpenAsync(limit.Token);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (DatabaseUnavailableException away)
        {
            return HealthCheckResult.Degraded(away.Message);
        }
        catch (Exception slow) when (slow is NpgsqlException or OperationCanceledException)
        {
            return HealthCheckResult.Degraded("Postgres does not answer.");
        }
    }
}
